import { generate, parse, walk, type CssNode, type List, type Value } from 'css-tree'
import { NAME_PREFIX } from './name-prefix.ts'

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
const MEDIA = /^@media\s*[\w\s:().,/<>=-]{1,500}$/iu
const SELECTOR = /^[\p{L}\p{N}_\s.#*,>+~:="'[\]()|^$-]{1,4000}$/u
const MAX_CSS = 500_000
/** What a value may consist of; functions and addresses are looked at one by one. */
const VALUE_PARTS: ReadonlySet<CssNode['type']> = new Set<CssNode['type']>([
  'Value',
  'Identifier',
  'Number',
  'Dimension',
  'Percentage',
  'Hash',
  'String',
  'Operator',
  'Parentheses',
])
/**
 * Escapes, brackets of markup, control characters and script schemes: in mail they only serve to
 * hide something, whatever a parser makes of them.
 */
const HIDING = /[\\<{}@\p{Cc}]|script\s*:/iu

/** One declaration that passed. */
export interface Declaration {
  property: string
  value: string
}

/**
 * The declarations of a style attribute or rule that only lay out and colour: properties, functions
 * and parts of values are on allowlists. `images` decides on each image's address. The text is
 * written anew from what was parsed.
 */
export function filterDeclarations(css: string, images: CssImagePolicy): Declaration[] {
  const list = parseCss(css, 'declarationList')
  return list?.type === 'DeclarationList' ? filterList(list.children, images) : []
}

/** Declarations as the text of a style attribute or rule. */
export function formatDeclarations(declarations: readonly Declaration[]): string {
  return declarations.map(({ property, value }) => `${property}: ${value}`).join('; ')
}

/**
 * A style sheet reduced to plain rules and media queries, safe as the content of a style element:
 * it holds no `<` and no `url()`. Rules for html and body are turned to `.mail-body`, the element
 * that stands for them. Media queries on dark mode go: colours are mapped for a dark page instead.
 */
export function filterStylesheet(css: string): string {
  const sheet = parseCss(css.replace(/<!--|-->/gu, ' '), 'stylesheet')
  return sheet?.type === 'StyleSheet' ? filterRules(sheet.children, false).join('\n') : ''
}

/** css-tree recovers from errors as CSS Syntax section 5 demands; only depth can defeat it. */
function parseCss(css: string, context: 'declarationList' | 'stylesheet'): CssNode | null {
  try {
    return parse(css.slice(0, MAX_CSS), { context })
  } catch {
    return null
  }
}

function filterList(children: List<CssNode>, images: CssImagePolicy): Declaration[] {
  const kept: Declaration[] = []
  for (const node of children) {
    if (node.type !== 'Declaration') continue
    const property = node.property.toLowerCase()
    if (!PROPERTIES.has(property) && !FAMILIES.test(property)) continue
    if (node.value.type !== 'Value') continue
    const value = filterValue(property, node.value, images)
    if (value === null) continue
    kept.push({ property, value: node.important ? `${value} !important` : value })
  }
  return kept
}

function filterRules(children: List<CssNode>, isNested: boolean): string[] {
  const rules: string[] = []
  for (const node of children) {
    if (node.type === 'Rule') {
      const declarations = formatDeclarations(filterList(node.block.children, () => null))
      const selector = scopedSelector(node.prelude)
      if (declarations !== '' && selector !== null) rules.push(`${selector} { ${declarations} }`)
    } else if (node.type === 'Atrule' && node.block !== null && node.prelude !== null) {
      const prelude = `@${node.name.toLowerCase()} ${generate(node.prelude)}`
      if (isNested || !MEDIA.test(prelude) || /prefers-color-scheme/iu.test(prelude)) continue
      const inner = filterRules(node.block.children, true)
      if (inner.length > 0) rules.push(`${prelude} {\n${inner.join('\n')}\n}`)
    }
  }
  return rules
}

/** The selector with html and body turned to `.mail-body`, or null where it is not a plain one. */
function scopedSelector(prelude: CssNode): string | null {
  if (prelude.type !== 'SelectorList') return null
  walk(prelude, {
    visit: 'TypeSelector',
    enter(node, item) {
      if (/^(?:html|body)$/iu.test(node.name)) {
        item.data = { type: 'ClassSelector', name: 'mail-body' }
      }
    },
  })
  walk(prelude, {
    visit: 'IdSelector',
    enter(node) {
      node.name = `${NAME_PREFIX}${node.name}`
    },
  })
  const selector = generate(prelude)
  return SELECTOR.test(selector) ? selector : null
}

function filterValue(property: string, value: Value, images: CssImagePolicy): string | null {
  const refused: CssNode[] = []
  walk(value, (node, item) => {
    if (!isAllowed(property, node)) refused.push(node)
    if (node.type !== 'Url') return
    const url = refused.length > 0 ? null : images(node.value)
    item.data =
      url === null ? { type: 'Identifier', name: 'none' } : { type: 'Url', value: quoteUrl(url) }
  })
  if (refused.length > 0) return null
  const text = generate(value)
  return text === '' || HIDING.test(text) ? null : text
}

function isAllowed(property: string, node: CssNode): boolean {
  if (node.type === 'Function') return FUNCTIONS.test(node.name.toLowerCase())
  if (node.type === 'Url') return WITH_IMAGES.has(property)
  return VALUE_PARTS.has(node.type)
}

/** Escapes what could end the address or the attribute that it is written into. */
function quoteUrl(url: string): string {
  return url.replace(
    /["'()\\<>\s]/gu,
    (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}
