import { withoutInvisible } from '#shared/domain/invisible-characters.ts'
import type { MessageBody } from '../../ports/messages.ts'
import { BLANK, htmlText, plainText } from './body-text.ts'

const SNIPPET_LENGTH = 200
/** Far more than any preheader needs; keeps a snippet's cost independent of the message's size. */
const READ_TEXT = 4_000
const READ_HTML = 200_000

/**
 * The first 200 or so characters of a message on one line, as lists show them. Works on the head of
 * the body without a DOM, because it runs for every message that is synced.
 */
export function snippetOf(body: MessageBody): string {
  const plain = plainText(body, READ_TEXT)
  const fromText = plain === null ? '' : fold(withoutQuotes(plain))
  if (fromText !== '') return fromText
  return fold(htmlText({ text: null, html: body.html?.slice(0, READ_HTML) ?? null }, READ_TEXT))
}

function withoutQuotes(text: string): string {
  const own = text.split('\n').filter((line) => !line.startsWith('>'))
  return own.some((line) => line.trim() !== '') ? own.join('\n') : text
}

function fold(text: string): string {
  const folded = withoutInvisible(text).replace(BLANK, ' ').trim()
  if (folded.length <= SNIPPET_LENGTH) return folded
  return folded
    .slice(0, SNIPPET_LENGTH)
    .replace(/[\ud800-\udbff]$/u, '')
    .trimEnd()
}
