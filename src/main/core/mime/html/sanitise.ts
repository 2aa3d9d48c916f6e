import createPurifier, { type Config } from 'dompurify'
import { JSDOM } from 'jsdom'
import { escapeHtml } from '#shared/domain/text-to-html.ts'
import { normaliseContentId } from '../read/content-id.ts'
import { HTML_PART_BREAK } from '../read/html-part-break.ts'
import { filterDeclarations, filterStylesheet, formatDeclarations } from './css-filter.ts'
import { classifyImageUrl, resolveUrl, safeLinkUrl, webBase } from './url-policy.ts'
import { isTracker } from './is-tracker.ts'
import { NAME_PREFIX } from './name-prefix.ts'
import { pictureAddress } from './picture-references.ts'

/** What a message's HTML is made safe for. */
export interface SanitiseOptions {
  /** Whether remote images may load. Trackers never may. */
  images: 'block' | 'show'
  /** `data:` URLs by Content-ID. */
  cids: Record<string, string>
}

export interface SanitisedHtml {
  html: string
  /** How many remote images the message would load, trackers included. */
  remoteImages: number
  trackers: number
  /** Content-IDs the message shows, whether or not `cids` had them. */
  referencedCids: string[]
}

/** Neither raw-text elements nor other namespaces: reparsing the output cannot change its shape. */
const TAGS =
  'a abbr acronym address area article aside b bdi bdo big blockquote br caption center cite code col ' +
  'colgroup dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 ' +
  'header hr i img ins kbd li main map mark nav ol p pre q rp rt ruby s samp section small span strike ' +
  'strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'
const ATTRIBUTES =
  'abbr align alt bgcolor border cellpadding cellspacing class color cols colspan compact coords ' +
  'datetime dir face height href hspace id lang name noshade nowrap open reversed role rowspan ' +
  'rules scope shape size span src start style summary title type usemap valign value vspace width'

const CONFIG = {
  ALLOWED_TAGS: TAGS.split(' '),
  ALLOWED_ATTR: ATTRIBUTES.split(' '),
  ALLOWED_NAMESPACES: ['http://www.w3.org/1999/xhtml'],
  ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto):|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/iu,
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  SANITIZE_NAMED_PROPS: true,
  ADD_FORBID_CONTENTS: ['title', 'select', 'textarea', 'object', 'applet', 'canvas'],
  WHOLE_DOCUMENT: true,
  RETURN_DOM: true as const,
} satisfies Config & { RETURN_DOM: true }

/** Hooks see text nodes too. */
const ELEMENT = 1

interface SanitiseState {
  options: SanitiseOptions
  cids: Map<string, string>
  referenced: Set<string>
  remoteImages: number
  trackers: number
}

interface Part {
  styles: string[]
  body: string
  /** What relative addresses are relative to; without one they lead nowhere. */
  base: string | null
}

/**
 * Starts a sanitiser: DOMPurify on jsdom. Expensive to make and slow to load, so it is made once,
 * in the worker. All changes happen inside DOMPurify's own walk, and what is returned is its final
 * tree: nothing is edited after it was found to be safe.
 */
export function createSanitiser(): (html: string, options: SanitiseOptions) => SanitisedHtml {
  const { window } = new JSDOM('')
  const purifier = createPurifier(window)
  let job: SanitiseState = createSanitiseState({ images: 'block', cids: {} })
  let part: Part = { styles: [], body: '', base: null }

  purifier.addHook('uponSanitizeElement', (node, { tagName }) => {
    if (tagName === 'style') part.styles.push(node.textContent ?? '')
    // The first one counts (HTML, the base element).
    if (tagName === 'base' && node instanceof window.Element) {
      part.base ??= webBase(node.getAttribute('href'))
    }
  })
  purifier.addHook('beforeSanitizeAttributes', (element) => {
    if (element.nodeType !== ELEMENT) return
    const tag = element.tagName.toLowerCase()
    if (tag === 'html' || tag === 'body') part.body += pageAttributes(element, tag, job)
    rewriteStyle(element, job)
    if (tag === 'img') rewriteImage(element, job, part.base)
    else element.removeAttribute('src')
    if (tag === 'a' || tag === 'area') rewriteLink(element, part.base)
    else element.removeAttribute('href')
  })
  purifier.addHook('afterSanitizeAttributes', (element) => {
    if (element.nodeType !== ELEMENT) return
    const href = element.getAttribute('href')
    if (href?.startsWith('#') === true) element.setAttribute('target', '_self')
    else if (href !== null) {
      element.setAttribute('target', '_blank')
      element.setAttribute('rel', 'noopener noreferrer')
    }
    if (element.hasAttribute('src')) element.setAttribute('referrerpolicy', 'no-referrer')
  })

  const sanitisePart = (html: string): string => {
    part = { styles: [], body: '', base: null }
    const tree = purifier.sanitize(html, CONFIG)
    const styles = filterStylesheet(part.styles.join('\n'))
    // A frameset leaves no body behind.
    const content = tree.ownerDocument?.querySelector('body')?.innerHTML ?? ''
    const sheet = styles === '' ? '' : `<style>\n${styles}\n</style>`
    return `${sheet}<div class="mail-body"${part.body}>${content}</div>`
  }
  return (html, options) => {
    job = createSanitiseState(options)
    const safe = html.split(HTML_PART_BREAK).map(sanitisePart).join('\n')
    const { remoteImages, trackers, referenced } = job
    return { html: safe, remoteImages, trackers, referencedCids: [...referenced] }
  }
}

function createSanitiseState(options: SanitiseOptions): SanitiseState {
  const cids = new Map(
    Object.entries(options.cids).map(([id, url]) => [normaliseContentId(id), url]),
  )
  return { options, cids, referenced: new Set(), remoteImages: 0, trackers: 0 }
}

/** What html and body say about the page, as attributes for the element that replaces them. */
function pageAttributes(element: Element, tag: string, job: SanitiseState): string {
  const kept: string[] = []
  for (const name of ['dir', 'lang']) {
    const value = element.getAttribute(name)
    if (value) kept.push(` ${name}="${escapeHtml(value)}"`)
  }
  if (tag === 'body') {
    const css = [
      declaration('background-color', element.getAttribute('bgcolor')),
      declaration('color', element.getAttribute('text')),
      declaration('background-image', cssUrl(element.getAttribute('background'))),
      element.getAttribute('style') ?? '',
    ].join('')
    const style = formatDeclarations(filterDeclarations(css, (url) => showImage(url, job)))
    if (style !== '') kept.push(` style="${escapeHtml(style)}"`)
    element.removeAttribute('style')
    element.removeAttribute('background')
  }
  return kept.join('')
}

function declaration(property: string, value: string | null): string {
  return value === null ? '' : `${property}: ${value.replaceAll(';', '')};`
}

function cssUrl(raw: string | null): string | null {
  return raw === null ? null : `url("${raw.replace(/["\\\n]/gu, '')}")`
}

function rewriteStyle(element: Element, job: SanitiseState): void {
  const background = cssUrl(element.getAttribute('background'))
  const own = element.getAttribute('style')
  if (own === null && background === null) return
  const fromAttribute = background === null ? '' : `background-image: ${background};`
  const kept = filterDeclarations(`${fromAttribute}${own ?? ''}`, (url) => showImage(url, job))
  element.removeAttribute('background')
  if (kept.length === 0) element.removeAttribute('style')
  else element.setAttribute('style', formatDeclarations(kept))
}

function rewriteImage(element: Element, job: SanitiseState, base: string | null): void {
  rewriteMapName(element)
  const raw = pictureAddress({ get: (name) => element.getAttribute(name) })
  element.removeAttribute('src')
  if (raw === null) return
  const source = classifyImageUrl(resolveUrl(raw, base))
  if (source.kind === 'remote') {
    const tracker = isTracker({
      url: source.url,
      width: element.getAttribute('width'),
      height: element.getAttribute('height'),
      hidden: element.hasAttribute('hidden'),
      style: filterDeclarations(element.getAttribute('style') ?? '', () => null),
    })
    job.remoteImages += 1
    if (tracker) job.trackers += 1
    if (tracker) element.setAttribute('style', 'display: none')
    if (!tracker && job.options.images === 'show') element.setAttribute('src', source.url)
    return
  }
  const url = localImage(source, job)
  if (url !== null) element.setAttribute('src', url)
}

/** The address of an image a style asks for, or null where it may not load. */
function showImage(raw: string, job: SanitiseState): string | null {
  const source = classifyImageUrl(raw)
  if (source.kind !== 'remote') return localImage(source, job)
  job.remoteImages += 1
  return job.options.images === 'show' ? source.url : null
}

function localImage(
  source: ReturnType<typeof classifyImageUrl>,
  job: SanitiseState,
): string | null {
  if (source.kind === 'embedded') return source.url
  if (source.kind !== 'cid') return null
  job.referenced.add(source.id)
  const supplied = classifyImageUrl(job.cids.get(normaliseContentId(source.id)) ?? '')
  return supplied.kind === 'embedded' ? supplied.url : null
}

/** A link within the message leads to a prefixed name; it stays in the message's frame. */
function rewriteLink(element: Element, base: string | null): void {
  const raw = (element.getAttribute('href') ?? '').trim()
  const target = raw.startsWith('#') ? prefixed(raw) : safeLinkUrl(resolveUrl(raw, base))
  if (target === null) element.removeAttribute('href')
  else element.setAttribute('href', target)
}

/** `#part` as its prefixed name; null for the bare `#` of scripts. */
function prefixed(fragment: string): string | null {
  return fragment.length === 1 ? null : `#${NAME_PREFIX}${fragment.slice(1)}`
}

/** An image's map is named like a fragment. */
function rewriteMapName(image: Element): void {
  const name = image.getAttribute('usemap')?.trim() ?? ''
  const map = name.startsWith('#') ? prefixed(name) : null
  if (map === null) image.removeAttribute('usemap')
  else image.setAttribute('usemap', map)
}
