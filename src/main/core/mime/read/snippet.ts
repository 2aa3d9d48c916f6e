import type { MessageBody } from '../../ports/messages.ts'
import { visibleText } from '../html/visible-text.ts'

const SNIPPET_LENGTH = 200
/** Far more than any preheader needs; keeps a snippet's cost independent of the message's size. */
const READ_TEXT = 4_000
const READ_HTML = 200_000

/** Characters that newsletters pad their preheader with, and others that show nothing. */
const FILLER =
  /\u00ad|\u034f|\u061c|\u115f|\u1160|\u17b4|\u17b5|\u180e|[\u200b-\u200f\u202a-\u202e\u2060-\u206f]|\u3164|[\ufe00-\ufe0f]|\ufeff|\uffa0/gu
// eslint-disable-next-line no-control-regex -- control characters are what must be kept out
const BLANK = /[\s\u0000-\u001f\u007f-\u009f\u2800]+/gu

/**
 * The first 200 or so characters of a message on one line, as lists show them. Works on the head of
 * the body without a DOM, because it runs for every message that is synced.
 */
export function snippetOf(body: MessageBody): string {
  const fromText = body.text === null ? '' : fold(withoutQuotes(body.text.slice(0, READ_TEXT)))
  if (fromText !== '') return fromText
  return body.html === null ? '' : fold(visibleText(body.html.slice(0, READ_HTML), READ_TEXT))
}

/** True unless the text is blank to the eye: spaces, controls and characters that show nothing. */
export function hasVisibleCharacter(text: string): boolean {
  return text.replace(FILLER, '').replace(BLANK, '') !== ''
}

function withoutQuotes(text: string): string {
  const own = text.split('\n').filter((line) => !line.startsWith('>'))
  return own.some((line) => line.trim() !== '') ? own.join('\n') : text
}

function fold(text: string): string {
  const folded = text.replace(FILLER, '').replace(BLANK, ' ').trim()
  if (folded.length <= SNIPPET_LENGTH) return folded
  return folded
    .slice(0, SNIPPET_LENGTH)
    .replace(/[\ud800-\udbff]$/u, '')
    .trimEnd()
}
