import { compile } from 'html-to-text'
import { visibleText } from './visible-text.ts'

const MAX_INPUT = 2_000_000

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: MAX_INPUT, maxDepth: 200 },
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
    { selector: 'title', format: 'skip' },
    { selector: 'style', format: 'skip' },
    { selector: 'script', format: 'skip' },
  ],
})

/**
 * HTML as plain text with its paragraphs, lists, quotes and link targets, for quoting and for the
 * text alternative of what is sent. Never throws: what html-to-text cannot read is read simply.
 */
export function htmlToText(html: string): string {
  if (html.length > MAX_INPUT) return visibleText(html, MAX_INPUT)
  try {
    return convert(html)
      .replace(/\n{3,}/gu, '\n\n')
      .trim()
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) {
      return visibleText(html, MAX_INPUT)
    }
    throw error
  }
}
