import { tokenizeHtml } from '#core/mime/html/tokenize-html.ts'

/** What is worth reading HTML as plain text for. */
const MARKS = /-----BEGIN PGP |begin [0-7]{3} /u
const MAX_HTML = 5_000_000

/**
 * A plain text that Graph sent as HTML, line by line; null where nothing in it needs its lines. Where
 * no form is asked for, Graph makes HTML of text (message resource, `body`).
 */
export function plainTextOfHtml(html: string): string | null {
  if (html.length > MAX_HTML || !MARKS.test(html)) return null
  let text = ''
  let hidden: string | null = null
  tokenizeHtml(html, {
    text: (piece) => {
      if (hidden === null) text += piece.replace(/[\r\n]+/gu, '')
    },
    open: (name) => {
      if (name === 'br' || name === 'p' || name === 'div') text += '\n'
      if (name === 'style' || name === 'script' || name === 'title') hidden ??= name
    },
    close: (name) => {
      if (name === hidden) hidden = null
    },
  })
  const lines = text.replaceAll('\u00a0', ' ')
  return /^(?:-----BEGIN PGP |begin [0-7]{3} )/mu.test(lines) ? lines.replace(/^\n+/u, '') : null
}
