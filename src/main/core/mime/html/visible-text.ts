import { tokenizeHtml } from './tokenize-html.ts'

/** Elements whose content nobody reads as part of a message. */
const HIDDEN = new Set([
  'applet',
  'embed',
  'iframe',
  'math',
  'noembed',
  'noframes',
  'noscript',
  'object',
  'script',
  'select',
  'style',
  'svg',
  'template',
  'textarea',
  'title',
  'xmp',
])
const VOID = new Set(['embed'])
const INLINE =
  /^(?:a|abbr|b|bdi|bdo|big|code|em|font|i|ins|mark|o:p|s|small|span|strike|strong|sub|sup|tt|u|wbr)$/u
const CELL = /^(?:td|th|img)$/u
/**
 * HTML's text without its markup, at most `limit` characters of it, for lists and search. Ends of
 * blocks become line breaks. Linear in the length of the input.
 */
export function visibleText(html: string, limit: number): string {
  let text = ''
  /** The hidden element being skipped, and how many of its kind are open. */
  let skipped = ''
  let depth = 0

  function append(piece: string): void {
    if (depth === 0) text += piece
  }
  function breakAt(name: string): void {
    if (depth > 0 || INLINE.test(name)) return
    const gap = CELL.test(name) ? ' ' : '\n'
    if (!text.endsWith(gap)) text += gap
  }
  function open(name: string): void {
    breakAt(name)
    if (VOID.has(name)) return
    if (depth === 0 && HIDDEN.has(name)) skipped = name
    if (name === skipped) depth += 1
  }
  function close(name: string): void {
    if (name === skipped && depth > 0) {
      depth -= 1
      if (depth === 0) skipped = ''
    }
    breakAt(name)
  }

  tokenizeHtml(
    html,
    { text: (piece) => append(piece.replace(/\s+/gu, ' ')), open, close },
    () => text.length >= limit,
  )
  return text
    .slice(0, limit)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}
