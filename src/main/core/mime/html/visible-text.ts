import { readVisibleMarkup } from './visible-markup.ts'

const INLINE =
  /^(?:a|abbr|b|bdi|bdo|big|code|em|font|i|ins|mark|o:p|s|small|span|strike|strong|sub|sup|tt|u|wbr)$/u
const CELL = /^(?:td|th|img)$/u

/**
 * HTML's text without its markup, at most `limit` characters of it, for lists and search. Ends of
 * blocks become line breaks. Linear in the length of the input.
 */
export function visibleText(html: string, limit: number): string {
  let text = ''

  function breakAt(name: string): void {
    if (INLINE.test(name)) return
    const gap = CELL.test(name) ? ' ' : '\n'
    if (!text.endsWith(gap)) text += gap
  }

  readVisibleMarkup(
    html,
    {
      text(piece) {
        text += piece.replace(/\s+/gu, ' ')
      },
      open: breakAt,
      close: breakAt,
    },
    () => text.length >= limit,
  )
  return text
    .slice(0, limit)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}
