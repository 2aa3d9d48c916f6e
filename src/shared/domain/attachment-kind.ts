/** What is known of an attachment before it is fetched. */
interface AttachedFile {
  contentType: string
  filename: string
}

/** Types that say nothing of what is in the file: then its name has to. */
const GENERIC_TYPE = /^(?:application\/(?:octet-stream|x-unknown|unknown|force-download)|)$/iu

/** A whole message, or the head of one that could not be delivered: it can be opened. */
export function isMessageFile({ contentType, filename }: AttachedFile): boolean {
  return (
    /^(?:message\/(?:rfc822|global)|text\/rfc822-headers)$/iu.test(mediaType(contentType)) ||
    (GENERIC_TYPE.test(mediaType(contentType)) && /\.eml$/iu.test(filename))
  )
}

/** An invitation or another calendar (RFC 5545). */
export function isCalendarFile({ contentType, filename }: AttachedFile): boolean {
  const type = mediaType(contentType)
  return (
    /^(?:text\/(?:x-v?)?calendar|application\/(?:x-)?ics)$/iu.test(type) ||
    (GENERIC_TYPE.test(type) && /\.ics$/iu.test(filename))
  )
}

function mediaType(contentType: string): string {
  return contentType.split(';')[0]?.trim() ?? ''
}
