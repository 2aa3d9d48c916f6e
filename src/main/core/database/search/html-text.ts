// Elements whose text nobody reads as part of the message.
const HIDDEN = ['style', 'script', 'head', 'title', 'template', 'noscript']

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  rsquo: '’',
  lsquo: '‘',
}
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{1,31}));/giu

/**
 * The readable text of HTML, good enough to be searched and never shown: no tags, comments, styles
 * or scripts. One pass, linear in the input whatever it holds. Stops after about `limit` characters.
 */
export function htmlText(html: string, limit: number): string {
  let text = ''
  let position = 0
  while (position < html.length && text.length < limit) {
    const open = html.indexOf('<', position)
    if (open === -1) {
      text += html.slice(position, position + limit)
      break
    }
    text += html.slice(position, Math.min(open, position + limit)) + ' '
    position = afterMarkup(html, open)
  }
  return decodeEntities(text)
}

/** Where reading goes on after the markup that starts at `open`. */
function afterMarkup(html: string, open: number): number {
  if (html.startsWith('<!--', open)) return after(html, '-->', open + 4)
  const close = html.indexOf('>', open)
  if (close === -1) return html.length
  const name = /^[a-z]+/iu.exec(html.slice(open + 1, open + 12))?.[0].toLowerCase()
  if (name === undefined || !HIDDEN.includes(name) || html[close - 1] === '/') return close + 1
  const end = new RegExp(`</${name}`, 'giu')
  end.lastIndex = close + 1
  const found = end.exec(html)
  return found ? after(html, '>', found.index) : close + 1
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from)
  return found === -1 ? html.length : found + mark.length
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(ENTITY, (whole: string, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? letterOf(name) ?? whole
    const code = decimal === undefined ? parseInt(hex ?? '0', 16) : parseInt(decimal, 10)
    return code <= 0x10ffff ? String.fromCodePoint(code) : ' '
  })
}

// `&eacute;` and its kin are a letter and the name of its accent: the letter is all search keeps.
function letterOf(name: string): string | undefined {
  return /^([a-z])(?:acute|grave|circ|uml|tilde|cedil|ring|caron|slash)$/iu.exec(name)?.[1]
}
