import { escapeHtml } from '#shared/domain/text-to-html.ts'
import { withoutSignature } from './without-elements.ts'

/**
 * The body of an outgoing message has up to two parts: what the person writes (which the editor
 * holds, signature included) and the quoted message (kept as it came, outside the editor, so that
 * quoting never damages it). In a draft both are one HTML text; this marker parts them again. The
 * editor cannot produce it: its schema has no such element.
 */
const QUOTE_OPEN = '<div class="mm_quote">'
const QUOTE_CLOSE = '</div>'

export interface MessageBody {
  /** HTML of the editor. */
  written: string
  /** HTML of the quoted message, or null where there is none. */
  quote: string | null
}

/** The two parts as one HTML text, for a draft or for sending. */
export function joinBody({ written, quote }: MessageBody): string {
  return quote === null ? written : `${written}${QUOTE_OPEN}${quote}${QUOTE_CLOSE}`
}

/** Parts a draft's HTML again. A quoted message may itself hold the marker: the first one counts. */
export function splitBody(html: string): MessageBody {
  const start = html.indexOf(QUOTE_OPEN)
  if (start === -1 || !html.endsWith(QUOTE_CLOSE)) return { written: html, quote: null }
  return {
    written: html.slice(0, start),
    quote: html.slice(start + QUOTE_OPEN.length, -QUOTE_CLOSE.length),
  }
}

/** True where the editor's HTML shows nothing: no text and no image. */
export function isBlank(html: string): boolean {
  return !/<(?:img|hr)\b/iu.test(html) && htmlToText(html).trim() === ''
}

/** The first words of a body, on one line, for a list. Signature and quoted text are left out. */
export function getSnippet(html: string, length = 160): string {
  const text = htmlToText(withoutSignature(splitBody(html).written))
    .replace(/\s+/gu, ' ')
    .trim()
  return text.length > length ? `${text.slice(0, length).trimEnd()}…` : text
}

/** Plain text as the editor's paragraphs, one per line. */
export function textToHtml(text: string): string {
  if (text === '') return ''
  return text
    .split('\n')
    .map((line) => `<p>${escapeHtml(line)}</p>`)
    .join('')
}

/**
 * The text of HTML that the editor wrote: tags out, the five predefined entities read. It is never
 * put back into a page as HTML.
 */
export function htmlToText(html: string): string {
  return html
    .replace(/<(?:style|script|head)\b[^]*?<\/(?:style|script|head)>/giu, ' ')
    .replace(/<(?:br|\/p|\/li|\/div|\/blockquote|\/pre|\/h[1-6])\b[^>]*>/giu, '\n')
    .replace(/<[^>]*>/gu, '')
    .replace(/&nbsp;|&#160;/giu, ' ')
    .replace(/&lt;/giu, '<')
    .replace(/&gt;/giu, '>')
    .replace(/&quot;/giu, '"')
    .replace(/&#39;|&apos;/giu, "'")
    .replace(/&amp;/giu, '&')
}
