import { escapeHtml } from '#shared/domain/text-to-html.ts'
import { filterDeclarations, formatDeclarations } from '../html/css-filter.ts'
import { decodeEntities } from '../html/entities.ts'
import { parseAttributes, tokenizeHtml } from '../html/html-tokenizer.ts'
import { classifyImageUrl, safeLinkUrl } from '../html/url-policy.ts'

const VOID = new Set(['br', 'col', 'hr', 'img', 'wbr'])
const TAGS = new Set(
  (
    'a abbr address article b bdi bdo big blockquote br caption center cite code col colgroup dd ' +
    'del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ' +
    'ins kbd li main mark ol p pre q s samp section small span strike strong sub summary sup table ' +
    'tbody td tfoot th thead tr tt u ul var wbr'
  ).split(' '),
)
const ATTRIBUTES = new Set(
  (
    'align alt bgcolor border cellpadding cellspacing class color cols colspan dir face height href ' +
    'lang nowrap reversed role rowspan rules size span src start style title type valign width'
  ).split(' '),
)
/** Elements that the next of their kind closes. */
const IMPLIED_END = new Set(['dd', 'dt', 'li', 'p', 'td', 'th', 'tr'])
const MAX_DEPTH = 300

/**
 * HTML as it may leave: rebuilt tag by tag from an allowlist, so that no script, event handler,
 * form or foreign markup from a paste, an API call or a quoted message is ever sent on. Every `<`
 * in the answer begins a tag written here, with attributes escaped here; it needs no DOM for that.
 * `embed` is given each embedded picture and answers the address to write instead.
 */
export function cleanOutgoingHtml(html: string, embed: (dataUrl: string) => string): string {
  const written: string[] = []
  const open: string[] = []
  for (const token of tokenizeHtml(html)) {
    if (token.kind === 'text') {
      written.push(escapeText(token.raw))
    } else if (!TAGS.has(token.name)) {
      continue
    } else if (token.kind === 'close') {
      const at = open.lastIndexOf(token.name)
      if (at === -1) continue
      for (const name of open.splice(at).toReversed()) written.push(`</${name}>`)
    } else {
      if (open.length >= MAX_DEPTH) continue
      if (IMPLIED_END.has(token.name) && open.at(-1) === token.name) {
        written.push(`</${token.name}>`)
        open.pop()
      }
      written.push(`<${token.name}${attributesOf(token.name, token.attributes, embed)}>`)
      if (!VOID.has(token.name)) open.push(token.name)
    }
  }
  for (const name of open.toReversed()) written.push(`</${name}>`)
  return written.join('')
}

/** Character references stay as they are; everything else that could be markup is escaped. */
function escapeText(raw: string): string {
  return raw
    .replaceAll('\0', '')
    .replace(/&(?!(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,30});)/gu, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

function attributesOf(tag: string, raw: string, embed: (dataUrl: string) => string): string {
  let written = ''
  for (const [name, encoded] of parseAttributes(raw)) {
    if (!ATTRIBUTES.has(name)) continue
    const value = attributeValue(tag, name, decodeEntities(encoded), embed)
    if (value !== null) written += ` ${name}="${escapeHtml(value)}"`
  }
  return written
}

function attributeValue(
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
      const kept = filterDeclarations(value, () => null)
      return kept.length === 0 ? null : formatDeclarations(kept)
    }
    default:
      // eslint-disable-next-line no-control-regex -- control characters are what must be kept out
      return value.replace(/[\u0000-\u001f\u007f]+/gu, ' ').slice(0, 1000)
  }
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
