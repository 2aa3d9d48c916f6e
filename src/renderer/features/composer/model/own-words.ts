import { hasSubjectPrefix } from '#shared/domain/subject-prefixes.ts'
import { htmlToText } from './message-body.ts'
import { withoutElements, withoutSignature } from './without-elements.ts'

const QUOTE = /<blockquote\b[^>]*>/giu

/**
 * What the person wrote in the editor, as text: without the signature, without a quotation that was
 * opened there, and without what stands below a signature's delimiter typed by hand (RFC 3676
 * section 4.3).
 */
export function ownWords(written: string): string {
  const own = withoutElements(withoutSignature(written), QUOTE, 'blockquote')
  return (htmlToText(own).split(/\n--[ \u00a0]?\n/u)[0] ?? '').trim()
}

/**
 * The subject as far as the person wrote it. That of an answer is somebody else's, unless it no
 * longer begins like one or was changed here; `initial` is what the composer opened with.
 */
export function ownSubject(subject: string, initial: string | null): string {
  const isInherited = hasSubjectPrefix(subject) && (initial === null || subject === initial)
  return isInherited ? '' : subject
}
