/** A stretch of an entry. `quoted` keeps its quotation marks; a comment or angle comes without its brackets. */
export interface Piece {
  kind: 'text' | 'quoted' | 'comment' | 'bracketed' | 'angled'
  text: string
}

/** What stands between two separators of an address list. */
export interface Entry {
  pieces: Piece[]
  /** The name of a group (RFC 5322 section 3.4), or another label before a colon. */
  label: string
  /** The whole entry as it was written. */
  source: string
  /** The separator after it; empty at the end. */
  end: string
}

/**
 * `header`: quotation marks and comments may hold anything, as RFC 5322 has it. `typed`: people paste
 * what no standard describes, so neither hides an `@`, and the separators of other scripts count.
 */
export type AddressListKind = 'header' | 'typed'

const SEPARATORS = { header: /^[,;]$/u, typed: /^[,;\n，；、،؛]$/u }
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
/** What stands before a quotation mark that opens; elsewhere it is an inch or a mistake. */
const WORD_START = /[\s,;:，；、،؛<>()[\]{}]/u
const SCHEME = /(?:^|[\s,;<([{"'])(?:mailto|smtp)$/iu

/** Splits an address list into entries and their pieces. Linear in the length of the text. */
export function splitEntries(text: string, kind: AddressListKind): Entry[] {
  const entries: Entry[] = []
  const next = createFinder(text)
  let pieces: Piece[] = []
  let label = ''
  let start = 0
  let run = ''
  let unclosed = false
  let hasAt = false
  const endRun = (): void => {
    if (run.trim() !== '') pieces.push({ kind: 'text', text: run })
    run = ''
  }
  const add = (piece: Piece): void => {
    endRun()
    pieces.push(piece)
    hasAt ||= piece.text.includes('@')
  }
  const endEntry = (at: number, end: string): void => {
    endRun()
    entries.push({ pieces, label, source: text.slice(start, at), end })
    pieces = []
    label = ''
    hasAt = false
    start = at + 1
  }
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? ''
    if (char === '"' && (kind === 'header' || WORD_START.test(text[at - 1] ?? ' '))) {
      const end: number = unclosed ? -1 : endOfQuoted(text, at)
      // A quote that is never closed is an ordinary character, and so is every one after it.
      unclosed = end === -1
      if (unclosed) run += kind === 'header' ? char : ' '
      else if (kind === 'typed' && next('@', at) < end) run += ' '
      else {
        add({ kind: 'quoted', text: text.slice(at, end + 1) })
        at = end
      }
    } else if (char === '(' && kind === 'header') {
      const end = endOfComment(text, at)
      add({ kind: 'comment', text: text.slice(at + 1, end) })
      at = end
    } else if (CLOSING[char] !== undefined && kind === 'typed') {
      const end = next(CLOSING[char], at)
      if (end === Infinity || next('@', at) < end || next('\n', at) < end) run += ' '
      else {
        add({ kind: char === '(' ? 'comment' : 'bracketed', text: text.slice(at + 1, end) })
        at = end
      }
    } else if (char === '<') {
      const end = next('>', at)
      // "Ana <ana@example.com, Bob <bob@example.com>": the first is closed by nothing.
      if (end === Infinity || next('<', at + 1) < end) run += ' '
      else {
        add({ kind: 'angled', text: text.slice(at + 1, end) })
        at = end
      }
    } else if (char === '=' && kind === 'header' && text[at + 1] === '?') {
      // An encoded word may hold commas and colons that separate nothing.
      const word = /^=\?[^?\s]{1,60}\?[bqBQ]\?[^?\s]*\?=/u.exec(text.slice(at, at + 1000))
      run += word ? word[0] : char
      at += word ? word[0].length - 1 : 0
    } else if (SEPARATORS[kind].test(char)) {
      endEntry(at, char)
    } else if (
      char === ':' &&
      !hasAt &&
      !(kind === 'typed' && SCHEME.test(text.slice(Math.max(start, at - 8), at)))
    ) {
      label = `${pieces.map((piece) => piece.text).join(' ')}${run}`.trim()
      pieces = []
      run = ''
    } else if (char !== '>' || run !== '') {
      run += char
      hasAt ||= char === '@'
    }
  }
  endEntry(text.length, '')
  return entries
}

/** Finds the next place of a character; asked with rising positions, it walks the text once. */
function createFinder(text: string): (char: string, from: number) => number {
  const known = new Map<string, number>()
  return (char, from) => {
    const before = known.get(char) ?? -1
    if (before >= from) return before
    const found = text.indexOf(char, from)
    const place = found === -1 ? Infinity : found
    known.set(char, place)
    return place
  }
}

function endOfQuoted(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at
  }
  return -1
}

function endOfComment(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '(') depth += 1
    else if (text[at] === ')') depth -= 1
    if (depth === 0) return at
  }
  return text.length
}
