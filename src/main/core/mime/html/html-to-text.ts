import { compile } from 'html-to-text'
import { visibleText } from './visible-text.ts'

const MAX_INPUT = 2_000_000
/** Before each cell of a row, until it is known what stands on the line: a noncharacter. */
const CELL_BREAK = '\ufdd0'
/** A line of its own that is `-- ` before the tag that ends it, whose blank HTML would drop. */
const SIGNATURE_LINE = /(^|>)\s*--\s+(?=<(?:br|\/)[a-z\s/>])/giu

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: MAX_INPUT, maxDepth: 200 },
  formatters: {
    cell: (element, walk, builder) => {
      builder.addLiteral(CELL_BREAK)
      walk(element.children, builder)
    },
  },
  selectors: [
    {
      selector: 'a',
      options: { hideLinkHrefIfSameAsText: true, ignoreHref: false, noAnchorUrl: true },
    },
    { selector: 'img', format: 'inline' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
      selector,
      options: { uppercase: false },
    })),
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'blockquote', options: { trimEmptyLines: false } },
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'td', format: 'cell' },
    { selector: 'th', format: 'cell' },
    { selector: 'title', format: 'skip' },
    { selector: 'style', format: 'skip' },
    { selector: 'script', format: 'skip' },
  ],
})

/**
 * HTML as plain text with its paragraphs, lists, rows of cells, quotes and link targets, for the
 * text alternative of what is sent. The signature delimiter (RFC 3676 section 4.3) keeps its blank.
 * Never throws: what html-to-text cannot read is read simply.
 */
export function htmlToText(html: string): string {
  if (html.length > MAX_INPUT) return visibleText(html, MAX_INPUT)
  try {
    const prepared = html.replaceAll(CELL_BREAK, '').replace(SIGNATURE_LINE, '$1--&nbsp;')
    return convert(prepared)
      .split('\n')
      .map(finishLine)
      .join('\n')
      .replace(/\n{3,}/gu, '\n\n')
      .trim()
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) {
      return visibleText(html, MAX_INPUT)
    }
    throw error
  }
}

function finishLine(line: string): string {
  if (/^(?:> ?)*--\u00a0$/u.test(line)) return line.replace('\u00a0', ' ')
  if (!line.includes(CELL_BREAK)) return line
  const quote = /^(?:> ?)*/u.exec(line)?.[0] ?? ''
  const cells = line.slice(quote.length).split(CELL_BREAK)
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  return (quote + filled.join('\t')).trimEnd()
}
