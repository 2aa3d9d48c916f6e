import { withoutInvisible } from '#shared/domain/invisible-characters.ts'
import type { MessageBody } from '../../ports/messages.ts'
import { visibleText } from '../html/visible-text.ts'

/** What shows nothing and has a width: spaces, controls, the blank of Braille. */
export const BLANK = /[\s\p{Cc}\u2800]+/gu
/** Characters that are looked at together, so that a long text is seen by its beginning. */
const PIECE = 2_000
// Text this short beside HTML is often only the advice to read the HTML.
const SHORT_TEXT = 400

/** True unless the text is blank to the eye: spaces, controls and characters that show nothing. */
export function hasVisibleCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at += PIECE) {
    if (withoutInvisible(text.slice(at, at + PIECE)).replace(BLANK, '') !== '') return true
  }
  return false
}

/** The text of a message from its plain part: null where that shows nothing. */
export function plainText({ text }: MessageBody, limit: number): string | null {
  if (text === null) return null
  const head = text.slice(0, limit)
  return hasVisibleCharacter(head) ? head : null
}

/** The text of a message that only its HTML tells, at most `limit` characters. */
export function htmlText({ html }: MessageBody, limit: number): string {
  return html === null ? '' : visibleText(html, limit)
}

/** All text of a message that a reader may see, for search. */
export function searchedText(body: MessageBody, limit: number): string {
  const plain = plainText(body, limit)
  if (plain !== null && (body.html === null || plain.length > SHORT_TEXT)) return plain
  return [plain ?? '', htmlText(body, limit)].join('\n')
}
