import { HTML_PART_BREAK } from '../read/html-part-break.ts'
import { tokenizeHtml, type HtmlHandlers } from './tokenize-html.ts'

/** Elements whose content nobody reads as part of a message; the sanitiser takes them out as well. */
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

/**
 * Reads the HTML of a message's parts as `tokenizeHtml` does, without what stands in elements that
 * are never shown.
 */
export function readVisibleMarkup(
  html: string,
  handlers: HtmlHandlers,
  isEnough: () => boolean = () => false,
): void {
  for (const part of html.split(HTML_PART_BREAK)) {
    if (isEnough()) return
    readPart(part, handlers, isEnough)
  }
}

function readPart(html: string, handlers: HtmlHandlers, isEnough: () => boolean): void {
  /** The hidden element being skipped, and how many of its kind are open. */
  let skipped = ''
  let depth = 0
  tokenizeHtml(
    html,
    {
      text(piece) {
        if (depth === 0) handlers.text?.(piece)
      },
      open(name) {
        if (depth === 0) handlers.open?.(name)
        if (VOID.has(name)) return
        if (depth === 0 && HIDDEN.has(name)) skipped = name
        if (name === skipped) depth += 1
      },
      close(name) {
        if (name === skipped && depth > 0) {
          depth -= 1
          if (depth === 0) skipped = ''
        }
        if (depth === 0) handlers.close?.(name)
      },
      ...(handlers.attributes && {
        attributes(name: string, attributes: ReadonlyMap<string, string>) {
          if (depth === 0) handlers.attributes?.(name, attributes)
        },
      }),
    },
    isEnough,
  )
}
