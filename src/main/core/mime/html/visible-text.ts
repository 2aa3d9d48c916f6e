import { readVisibleMarkup } from './visible-markup.ts'

// Names with a colon are Office's: `o:p`, `st1:city`.
const INLINE =
  /^(?:a|abbr|acronym|b|bdi|bdo|big|blink|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|nobr|q|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr|[a-z][a-z\d]*:[a-z][a-z\d]*)$/u
// U+FEFF shows nothing and parts no words.
const BLANKS = /[^\S\ufeff]+/gu
const CELL = /^(?:td|th|img)$/u

/**
 * HTML's text without its markup and with what stands for pictures, at most `limit` characters of
 * it, for lists and search. Ends of
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
        text += piece.replace(BLANKS, ' ')
      },
      attributes(name, attributes) {
        const alt = name === 'img' ? attributes.get('alt')?.replace(BLANKS, ' ').trim() : ''
        if (alt) text += `${alt} `
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
