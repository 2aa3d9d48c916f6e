import { decodeCharset } from './encoded-words.ts'
import { decodeBody, walkParts, type MimePart } from './parse-mime.ts'

const LENGTH = 200

/** The first words of a message, HTML-escaped as Gmail gives them. */
export function snippetOf(message: MimePart): string {
  const parts = [...walkParts(message)].filter((part) => part.parts.length === 0 && !part.filename)
  const plain = parts.find((part) => part.mimeType === 'text/plain')
  const page = parts.find((part) => part.mimeType === 'text/html')
  const chosen = plain ?? page
  if (!chosen) return ''
  // Enough to fill a snippet, however long the message is.
  const bytes = decodeBody({ ...chosen, encoded: chosen.encoded.subarray(0, 32_768) })
  const text = decodeCharset(bytes, chosen.charset)
  return escape(cut((plain ? text : stripTags(text)).replace(/\s+/gu, ' ').trim()))
}

function stripTags(html: string): string {
  return html
    .replace(/<(style|script|head)\b[^]*?(?:<\/\1\s*>|$)/giu, ' ')
    .replace(/<[^>]*(?:>|$)/gu, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

function cut(text: string): string {
  if (text.length <= LENGTH) return text
  const space = text.lastIndexOf(' ', LENGTH)
  return text.slice(0, space > LENGTH / 2 ? space : LENGTH)
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
