const CONTROL = /[\p{Cc}\u2028\u2029]+/gu
const BIDI_OVERRIDE = /[\u202a-\u202e\u2066-\u2069]/gu
/**
 * Characters that show nothing: soft hyphen, zero-width space and joiners, direction marks, word
 * joiner, byte order mark. Pages put them into addresses so that lines can break there, and contact
 * cards wrap addresses in direction marks.
 */
const INVISIBLE =
  /(?:[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f)/gu
const UNSEEN_IN_TEXT = /[\u17b4\u17b5\u2065]|[\ufe00-\ufe0f]/gu

/** Text that may stand beside other text: no character in it can turn or hide its neighbours. */
export function stripBidiControls(text: string): string {
  return text.replace(BIDI_OVERRIDE, '')
}

/**
 * Text without any character that is not seen. The one rule for names and addresses, whether they
 * come from a header, a clipboard or a caller of the API.
 */
export function removeInvisible(text: string): string {
  return stripBidiControls(text.replace(INVISIBLE, ''))
}

/**
 * Text as it is seen, for snippets and search: without what pads preheaders and parts words unseen.
 * Names and addresses keep their variation selectors, which choose how an emoji looks.
 */
export function withoutInvisible(text: string): string {
  return removeInvisible(text).replace(UNSEEN_IN_TEXT, '')
}

/** Text on one line: each run of control characters and line separators becomes a blank. */
export function withoutControl(text: string): string {
  return text.replace(CONTROL, ' ')
}

/** A name on one line, without control, direction or invisible characters. */
export function cleanDisplayName(text: string): string {
  return removeInvisible(withoutControl(text)).replace(/\s+/gu, ' ').trim()
}
