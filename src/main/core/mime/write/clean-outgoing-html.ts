import { withoutControl } from '#shared/domain/invisible-characters.ts'
import sanitizeHtml from 'sanitize-html'
import { textToHtml } from '#shared/domain/text-to-html.ts'
import { filterDeclarations, formatDeclarations } from '../html/css-filter.ts'
import { isNestedDeeperThan } from '../html/nesting.ts'
import { classifyImageUrl, safeLinkUrl } from '../html/url-policy.ts'
import { visibleText } from '../html/visible-text.ts'

const TAGS =
  'a abbr address article b bdi bdo big blockquote br caption center cite code col colgroup dd ' +
  'del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ' +
  'ins kbd li main mark ol p pre q s samp section small span strike strong sub summary sup table ' +
  'tbody td tfoot th thead tr tt u ul var wbr'
const ATTRIBUTES =
  'align alt bgcolor border cellpadding cellspacing class color cols colspan dir face height href ' +
  'lang nowrap reversed role rowspan rules size span src start style title type valign value width'
/** Elements left out with all they hold; of any other that is not allowed, the text stays. */
const WITHOUT_CONTENT = 'iframe noembed noframes noscript option script style textarea title xmp'
/** Deeper than any editor or newsletter nests, and far below what would take time to parse. */
const MAX_DEPTH = 2_000
const MAX_TEXT = 2_000_000

/**
 * HTML as it may leave: rebuilt from an allowlist, so that no script, event handler, form or
 * foreign markup from a paste, an API call or a quoted message is ever sent on. `embed` is given
 * each embedded picture and returns the address to write instead. What is nested beyond reason is
 * sent as its text.
 */
export function cleanOutgoingHtml(html: string, embed: (dataUrl: string) => string): string {
  if (isNestedDeeperThan(html, MAX_DEPTH)) return textToHtml(visibleText(html, MAX_TEXT))
  return sanitizeHtml(html, {
    allowedTags: TAGS.split(' '),
    allowedAttributes: { '*': ATTRIBUTES.split(' ') },
    nonTextTags: WITHOUT_CONTENT.split(' '),
    // Addresses are checked below, by the policy that reading uses too.
    allowedSchemesAppliedToAttributes: [],
    parseStyleAttributes: false,
    selfClosing: ['br', 'col', 'hr', 'img', 'wbr'],
    transformTags: {
      img: (tagName, attribs) => cleanPicture(cleanAttributes(tagName, attribs, embed)),
      '*': (tagName, attribs) => ({ tagName, attribs: cleanAttributes(tagName, attribs, embed) }),
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && Object.keys(attribs).length === 0,
  }).replaceAll(' />', '>')
}

/** A picture that nothing can show, such as a blocked tracker, leaves its words or nothing behind. */
function cleanPicture(attributes: Record<string, string>): sanitizeHtml.Tag {
  const { src, alt = '' } = attributes
  if (src !== undefined) return { tagName: 'img', attribs: attributes }
  if (alt.trim() === '') return { tagName: 'img', attribs: {} }
  return { tagName: 'span', attribs: { role: 'img' }, text: alt }
}

function cleanAttributes(
  tag: string,
  attributes: Record<string, string>,
  embed: (dataUrl: string) => string,
): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, raw] of Object.entries(attributes)) {
    const value = cleanAttribute(tag, name, raw, embed)
    if (value !== null) kept[name] = value
  }
  return kept
}

function cleanAttribute(
  tag: string,
  name: string,
  value: string,
  embed: (dataUrl: string) => string,
): string | null {
  switch (name) {
    case 'href':
      return tag === 'a' ? safeLinkUrl(value) : null
    case 'src':
      return tag === 'img' ? imageAddress(value, embed) : null
    case 'style': {
      const kept = filterDeclarations(value, backgroundAddress)
      return kept.length === 0 ? null : formatDeclarations(kept)
    }
    default:
      return withoutControl(value).slice(0, 1000)
  }
}

/** A picture behind a text stays where it is: few mail programs show an embedded one there. */
function backgroundAddress(raw: string): string | null {
  const source = classifyImageUrl(raw)
  return source.kind === 'remote' ? source.url : null
}

function imageAddress(raw: string, embed: (dataUrl: string) => string): string | null {
  const source = classifyImageUrl(raw)
  switch (source.kind) {
    case 'embedded':
      return embed(source.url)
    case 'cid':
      return `cid:${encodeURIComponent(source.id).replaceAll('%40', '@')}`
    case 'remote':
      return source.url
    case 'none':
      return null
  }
}
