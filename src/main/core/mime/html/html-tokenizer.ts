/** One piece of HTML as a fast scan sees it. */
export type HtmlToken =
  | { kind: 'text'; raw: string }
  | { kind: 'open'; name: string; attributes: string }
  | { kind: 'close'; name: string }

/** Elements whose content is not text to read; it is left out with them. */
const SKIPPED = new Set([
  'applet',
  'embed',
  'head',
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

/** Of those, the ones that reach to the end of the input where they are never closed. */
const RAW = new Set([
  'iframe',
  'noembed',
  'noframes',
  'script',
  'style',
  'textarea',
  'title',
  'xmp',
])

/**
 * Splits HTML into text and tags in one pass, without a DOM: comments and the content of scripts,
 * styles and the like are left out. Good for reading text and for rebuilding from an allowlist;
 * never for deciding that given HTML is safe as it stands. Linear in the length of the input.
 */
export function* tokenizeHtml(html: string): Generator<HtmlToken> {
  let at = 0
  const deadEnds = new Set<string>()
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open === -1) {
      yield { kind: 'text', raw: html.slice(at) }
      return
    }
    if (open > at) yield { kind: 'text', raw: html.slice(at, open) }
    const next = html[open + 1] ?? ''
    if (html.startsWith('<!--', open)) {
      const end = deadEnds.has('-->') ? -1 : html.indexOf('-->', open + 4)
      if (end === -1) deadEnds.add('-->')
      // A comment that never ends hides only itself, not the rest of the letter.
      at = end === -1 ? open + 4 : end + 3
    } else if (next === '!' || next === '?') {
      at = afterTag(html, open)
    } else if (/[a-zA-Z/]/u.test(next)) {
      const end = afterTag(html, open)
      const tag = parseTag(html.slice(open, end))
      at = end
      if (tag === null) continue
      yield tag
      if (tag.kind === 'open' && SKIPPED.has(tag.name) && !deadEnds.has(tag.name)) {
        const close = closeOf(html, tag.name, end)
        if (close !== -1) at = close
        else if (RAW.has(tag.name)) return
        else deadEnds.add(tag.name)
      }
    } else {
      yield { kind: 'text', raw: '<' }
      at = open + 1
    }
  }
}

/** The attributes of a tag, values still with their character references; the first of each counts. */
export function parseAttributes(raw: string): Map<string, string> {
  const found = new Map<string, string>()
  const pattern = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gu
  for (const [, name = '', double, single, bare] of raw.matchAll(pattern)) {
    const key = name.toLowerCase()
    if (!found.has(key)) found.set(key, double ?? single ?? bare ?? '')
  }
  return found
}

/** Where the tag that opens at `start` ends, quotes respected; the end of input if it never does. */
function afterTag(html: string, start: number): number {
  let quote = ''
  for (let at = start + 1; at < html.length; at += 1) {
    const char = html[at] ?? ''
    if (quote !== '') {
      if (char === quote) quote = ''
    } else if ((char === '"' || char === "'") && html[at - 1] === '=') {
      quote = char
    } else if (char === '>') {
      return at + 1
    }
  }
  return html.length
}

function parseTag(tag: string): HtmlToken | null {
  const match = /^<(\/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})/u.exec(tag)
  if (!match) return null
  const name = (match[2] ?? '').toLowerCase()
  if (match[1] === '/') return { kind: 'close', name }
  return { kind: 'open', name, attributes: tag.slice(match[0].length).replace(/\/?>$/u, '') }
}

function closeOf(html: string, name: string, from: number): number {
  const pattern = new RegExp(`</${name}(?=[\\s/>])`, 'giu')
  pattern.lastIndex = from
  return pattern.exec(html)?.index ?? -1
}
