import type { Span } from './search-query.ts'

/** A piece of the typed text. */
export type SearchToken =
  | { kind: 'open' | 'close' | 'or' | 'minus'; span: Span }
  /** `name:` in front of a word, phrase or bracket. */
  | { kind: 'operator'; name: string; span: Span }
  | { kind: 'word'; text: string; isLast: boolean; span: Span }
  | { kind: 'phrase'; text: string; isClosed: boolean; span: Span }

const SPACE = /[\s\u3000]/u
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"“”„‟«»',
  '“': '"“”„‟',
  '”': '"“”„‟',
  '„': '"“”„‟',
  '«': '»',
  '»': '«',
}
const OPERATOR = /^(\p{L}[\p{L}_]{0,30})[:：]/u

/** Splits what was typed in words, phrases, operators and brackets, in one pass; never throws. */
export function splitSearch(text: string): SearchToken[] {
  const tokens: SearchToken[] = []
  let at = 0
  while (at < text.length) {
    const char = text.charAt(at)
    if (SPACE.test(char)) {
      at += 1
      continue
    }
    const next = readToken(text, at)
    tokens.push(next)
    at = next.span.end
  }
  return tokens
}

function readToken(text: string, start: number): SearchToken {
  const char = text.charAt(start)
  const one = { start, end: start + 1 }
  if (char === '(' || char === '{') return { kind: 'open', span: one }
  if (char === ')' || char === '}') return { kind: 'close', span: one }
  if (char === '|') return { kind: 'or', span: one }
  const closing = QUOTES[char]
  if (closing !== undefined) return readPhrase(text, start, closing)
  if ((char === '-' || char === '−') && isTokenStart(text.charAt(start + 1))) {
    return { kind: 'minus', span: one }
  }
  const operator = OPERATOR.exec(text.slice(start, start + 40))
  if (operator?.[1] !== undefined && !text.startsWith('//', start + operator[0].length)) {
    const end = start + operator[0].length
    return { kind: 'operator', name: operator[1], span: { start, end } }
  }
  return readWord(text, start)
}

const isTokenStart = (char: string) =>
  char !== '' && !SPACE.test(char) && char !== ')' && char !== '-'

function readPhrase(text: string, start: number, closing: string): SearchToken {
  let end = start + 1
  while (end < text.length && !closing.includes(text.charAt(end))) end += 1
  const isClosed = end < text.length
  const span = { start, end: isClosed ? end + 1 : end }
  return { kind: 'phrase', text: text.slice(start + 1, end), isClosed, span }
}

function readWord(text: string, start: number): SearchToken {
  let end = start
  while (end < text.length) {
    const char = text.charAt(end)
    if (SPACE.test(char) || '(){}|'.includes(char)) break
    if (char === '"' || char === '“' || char === '”') break
    end += 1
  }
  // A bracket or quote alone begins nothing here; it is passed over as a word.
  if (end === start) end += 1
  const word = text.slice(start, end)
  if (word === 'OR') return { kind: 'or', span: { start, end } }
  if (word === 'NOT') return { kind: 'minus', span: { start, end } }
  return { kind: 'word', text: word, isLast: end === text.length, span: { start, end } }
}
