/** What to do with an image a style asks for: the address to write instead, or null for none. */
export type CssImagePolicy = (url: string) => string | null

const PROPERTIES = new Set(
  (
    'align-content align-items align-self aspect-ratio background background-clip background-color ' +
    'background-image background-origin background-position background-repeat background-size ' +
    'border-collapse border-image-width border-spacing box-shadow box-sizing caption-side clear ' +
    'color column-gap direction display empty-cells flex flex-basis flex-direction flex-flow ' +
    'flex-grow flex-shrink flex-wrap float font font-family font-size font-stretch font-style ' +
    'font-variant font-weight gap height hyphens justify-content letter-spacing line-height ' +
    'list-style list-style-position list-style-type max-height max-width min-height min-width ' +
    'object-fit object-position opacity order outline outline-color outline-style outline-width ' +
    'overflow overflow-wrap overflow-x overflow-y row-gap tab-size table-layout text-align ' +
    'text-decoration text-decoration-color text-decoration-line text-decoration-style text-indent ' +
    'text-overflow text-shadow text-transform vertical-align visibility white-space width ' +
    'word-break word-spacing word-wrap -webkit-text-size-adjust'
  ).split(' '),
)
const FAMILIES =
  /^(?:margin|padding)(?:-(?:top|right|bottom|left|block|inline)(?:-(?:start|end))?)?$|^border(?:-(?:top|right|bottom|left))?(?:-(?:color|style|width|radius|(?:left|right)-radius))?$/u
const FUNCTIONS =
  /^(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|calc|min|max|clamp|(?:repeating-)?(?:linear|radial|conic)-gradient)$/u
const WITH_IMAGES = new Set(['background', 'background-image'])
const URL_TOKEN = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]*))\s*\)/giu
const MEDIA = /^@media\s+[\w\s:().,/>=-]{1,500}$/iu
const SELECTOR = /^[\p{L}\p{N}_\s.#*,>+~:="'[\]()|^$-]{1,4000}$/u
const MAX_CSS = 500_000

/** One declaration that passed. */
export interface Declaration {
  property: string
  value: string
}

/**
 * The declarations of a style attribute or rule that only lay out and colour. Properties and
 * functions are on allowlists; whatever holds an escape, a bracket of markup or an at sign goes,
 * because hiding something is what those are for here. Each image is asked of `images`.
 */
export function filterDeclarations(css: string, images: CssImagePolicy): Declaration[] {
  const kept: Declaration[] = []
  for (const declaration of splitOutside(withoutComments(css.slice(0, MAX_CSS)), ';')) {
    const colon = declaration.indexOf(':')
    if (colon === -1) continue
    const property = declaration.slice(0, colon).trim().toLowerCase()
    if (!PROPERTIES.has(property) && !FAMILIES.test(property)) continue
    const value = filterValue(property, declaration.slice(colon + 1).trim(), images)
    if (value !== null) kept.push({ property, value })
  }
  return kept
}

/** Declarations as the text of a style attribute or rule. */
export function formatDeclarations(declarations: readonly Declaration[]): string {
  return declarations.map(({ property, value }) => `${property}: ${value}`).join('; ')
}

/**
 * A style sheet reduced to plain rules and media queries, safe as the content of a style element:
 * it holds no `<` and no `url()`. Rules for html and body are turned to `.mail-body`, the element
 * that stands for them. Media queries on dark mode go: the paper a message is shown on stays light.
 */
export function filterStylesheet(css: string): string {
  const source = withoutComments(css.slice(0, MAX_CSS)).replace(/<!--|-->/gu, ' ')
  return filterRules(source, false).join('\n')
}

function filterRules(source: string, nested: boolean): string[] {
  const rules: string[] = []
  let at = 0
  while (at < source.length) {
    const open = source.indexOf('{', at)
    if (open === -1) break
    // Statements such as @import end before the next rule begins.
    const head = source.slice(at, open)
    const prelude = head.slice(head.lastIndexOf(';') + 1).trim()
    const close = matchingBrace(source, open)
    const block = source.slice(open + 1, close)
    at = close + 1
    if (!prelude.startsWith('@')) {
      const rule = filterRule(prelude, block)
      if (rule !== null) rules.push(rule)
    } else if (!nested && MEDIA.test(prelude) && !/prefers-color-scheme/iu.test(prelude)) {
      const inner = filterRules(block, true)
      if (inner.length > 0) rules.push(`${prelude} {\n${inner.join('\n')}\n}`)
    }
  }
  return rules
}

function filterRule(selector: string, block: string): string | null {
  if (!SELECTOR.test(selector) || block.includes('{')) return null
  const declarations = filterDeclarations(block, () => null)
  if (declarations.length === 0) return null
  const scoped = selector.replace(/(?<![\w.#-])(?:html|body)(?![\w-])/giu, '.mail-body')
  return `${scoped} { ${formatDeclarations(declarations)} }`
}

function filterValue(property: string, raw: string, images: CssImagePolicy): string | null {
  const value = raw.replace(/\s+/gu, ' ')
  if (value === '' || value.length > MAX_CSS) return null
  let plain = value
  let written = value
  if (WITH_IMAGES.has(property)) {
    plain = value.replace(URL_TOKEN, 'none')
    written = value.replace(URL_TOKEN, (_, double?: string, single?: string, bare?: string) => {
      const url = images(double ?? single ?? bare ?? '')
      return url === null ? 'none' : `url("${quoteUrl(url)}")`
    })
  }
  // eslint-disable-next-line no-control-regex -- control characters are what must be kept out
  if (/[\\<{}@\u0000-\u001f\u007f]|script\s*:/iu.test(plain)) return null
  for (const [, name = ''] of plain.matchAll(/([\w-]{0,40})\s*\(/gu)) {
    if (!FUNCTIONS.test(name.toLowerCase())) return null
  }
  return isBalanced(plain) ? written : null
}

function quoteUrl(url: string): string {
  return url.replace(
    /["'()\\<>\s]/gu,
    (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}

function isBalanced(value: string): boolean {
  const unquoted = value.replace(/"[^"]*"|'[^']*'/gu, '')
  if (/["']/u.test(unquoted)) return false
  let depth = 0
  for (const char of unquoted) {
    if (char === '(') depth += 1
    if (char === ')') depth -= 1
    if (depth < 0) return false
  }
  return depth === 0
}

function withoutComments(css: string): string {
  const pieces: string[] = []
  let at = 0
  for (;;) {
    const open = css.indexOf('/*', at)
    if (open === -1) break
    pieces.push(css.slice(at, open))
    const close = css.indexOf('*/', open + 2)
    if (close === -1) return pieces.join(' ')
    at = close + 2
  }
  pieces.push(css.slice(at))
  return pieces.join(' ')
}

/** Splits where the mark stands outside quotes and brackets. */
function splitOutside(text: string, mark: string): string[] {
  const pieces: string[] = []
  let start = 0
  let quote = ''
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? ''
    if (quote !== '') {
      if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (char === '(') depth += 1
    else if (char === ')') depth = Math.max(0, depth - 1)
    else if (char === mark && depth === 0) {
      pieces.push(text.slice(start, at))
      start = at + 1
    }
  }
  pieces.push(text.slice(start))
  return pieces
}

/** The brace that closes the block opened at `open`; the end where none does. */
function matchingBrace(source: string, open: number): number {
  let depth = 0
  for (let at = open; at < source.length; at += 1) {
    const char = source[at]
    if (char === '{') depth += 1
    if (char === '}') depth -= 1
    if (depth === 0) return at
  }
  return source.length
}
