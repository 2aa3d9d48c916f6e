/** Plain text mail as HTML: escaped, with links and quotes. No DOM, so it runs anywhere. */

const MAX_QUOTE_DEPTH = 20
const URL_START = /\b(?:https?:\/\/|www\.|mailto:)/giu
/** Up to what ends a URL in running text, whatever RFC 3986 allows. */
const URL_BODY =
  /[^\s<>"'`\\^{|}\p{Cc}\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]{1,4000}/uy

/** Escapes text for an element's content or a quoted attribute's value. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/**
 * Plain text as safe HTML: everything escaped, line breaks kept, web and mail addresses turned into
 * links whose text is always their own target, and lines quoted with `>` put into blockquotes.
 */
export function textToHtml(text: string): string {
  const html: string[] = []
  let depth = 0
  let lines: string[] = []
  const flush = (): void => {
    if (lines.length > 0) html.push(lines.map(lineToHtml).join('<br>\n'))
    lines = []
  }
  for (const line of text.replaceAll('\0', '').split(/\r\n|\r|\n/u)) {
    const marks = /^(?:> ?)*/u.exec(line)?.[0] ?? ''
    const wanted = Math.min(marks.replaceAll(' ', '').length, MAX_QUOTE_DEPTH)
    if (wanted !== depth) {
      flush()
      html.push(
        wanted > depth
          ? '<blockquote>'.repeat(wanted - depth)
          : '</blockquote>'.repeat(depth - wanted),
      )
      depth = wanted
    }
    lines.push(line.slice(marks.length))
  }
  flush()
  return `<div class="mail-text">${html.join('')}${'</blockquote>'.repeat(depth)}</div>`
}

/** An address in running text; what may stand around it is no part of it. */
const ADDRESS =
  /(?<![\p{L}\p{N}._%+@-])[\p{L}\p{N}](?:[\p{L}\p{N}._%+'-]{0,63})@(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){1,8}\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]/gu

/** Escaped text, its blanks kept and its addresses turned into links. */
function plainToHtml(text: string): string {
  let html = ''
  let at = 0
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    html +=
      spaced(text.slice(at, index)) + link(`mailto:${address.replaceAll('%', '%25')}`, address)
    at = index + address.length
  }
  return html + spaced(text.slice(at))
}

function spaced(text: string): string {
  return escapeHtml(text)
    .replace(/\t/gu, ' '.repeat(4))
    .replace(/ {2,}/gu, (run) => `${'&nbsp;'.repeat(run.length - 1)} `)
}

function link(target: string, text: string): string {
  return `<a href="${escapeHtml(target)}" target="_blank" rel="noopener noreferrer">${escapeHtml(text)}</a>`
}

function lineToHtml(line: string): string {
  let html = ''
  let at = 0
  for (const found of line.matchAll(URL_START)) {
    if (found.index < at) continue
    URL_BODY.lastIndex = found.index
    const url = trimUrl(URL_BODY.exec(line)?.[0] ?? '')
    const target = linkTarget(url)
    if (target === null) continue
    html += plainToHtml(line.slice(at, found.index))
    html += link(target, url)
    at = found.index + url.length
  }
  return html + plainToHtml(line.slice(at))
}

/** Punctuation at the end belongs to the sentence; a closing bracket only if it was opened inside. */
function trimUrl(url: string): string {
  const surplus = new Map(
    ['()', '[]'].map(([open = '', close = '']) => [
      close,
      url.split(close).length - url.split(open).length,
    ]),
  )
  let end = url.length
  for (; end > 0; end -= 1) {
    const last = url[end - 1] ?? ''
    const unopened = surplus.get(last) ?? 0
    if (unopened > 0) surplus.set(last, unopened - 1)
    else if (!/[.,;:!?*_~]/u.test(last)) break
  }
  return url.slice(0, end)
}

function linkTarget(url: string): string | null {
  const full = /^www\./iu.test(url) ? `https://${url}` : url
  const mail = /^mailto:([^?]+)/iu.exec(full)
  if (mail) return /^[^\s@]+@[^\s@]+$/u.test(mail[1] ?? '') ? `mailto:${mail[1] ?? ''}` : null
  return /^https?:\/\/[^\s/?#]+/iu.test(full) ? full : null
}
