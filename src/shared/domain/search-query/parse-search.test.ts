import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSearch } from './parse-search.ts'
import type { SearchNode } from './search-query.ts'

const OPTIONS = { now: Date.UTC(2026, 10, 27, 12), timeZone: 'Europe/Madrid', locale: 'en-GB' }

const parse = (text: string, locale = 'en-GB') => parseSearch(text, { ...OPTIONS, locale })

/** The tree in one line: words as they are, `…` behind what is still being typed. */
function shown(node: SearchNode): string {
  switch (node.kind) {
    case 'all':
      return `(${node.nodes.map(shown).join(' ')})`
    case 'any':
      return `[${node.nodes.map(shown).join(' ')}]`
    case 'not':
      return `-${shown(node.node)}`
    case 'words': {
      const text = node.isQuoted ? `"${node.text}"` : node.text
      return `${node.field === null ? '' : `${node.field}:`}${text}${node.isLast ? '…' : ''}`
    }
    case 'flag':
      return `is:${node.flag}`
    case 'place':
      return `${node.place}:${node.name}`
    case 'date':
      return `${date(node.since)}..${date(node.before)}`
    case 'size':
      return `${node.larger ?? ''}<size<${node.smaller ?? ''}`
  }
}

const date = (moment: number | null) => (moment === null ? '' : new Date(moment).toISOString())
const read = (text: string, locale?: string) => shown(parse(text, locale).node)
const noticed = (text: string) =>
  parse(text).notices.map(({ kind, text: part }) => `${kind} ${part}`)

describe('a question', () => {
  it.each([
    ['', '()'],
    ['plan', 'plan…'],
    ['plan ', 'plan'],
    ['ana plan', '(ana plan…)'],
    ['"to do"', '"to do"'],
    ['"to d', '"to d"…'],
    ['“to do” «ya»', '("to do" "ya")'],
    ['from:ana', 'from:ana…'],
    ['FROM:ana ', 'from:ana'],
    ['from: ana x', '(from:ana x…)'],
    ['from:"Ana Ruiz" x ', '(from:"Ana Ruiz" x)'],
    ['from:(ana OR bob) x ', '([from:ana from:bob] x)'],
    ['subject:(plan budget)', '(subject:plan subject:budget)'],
    ['from：ana　x ', '(from:ana x)'],
    ['-from:ana plan ', '(-from:ana plan)'],
    ['NOT plan -"x y" ', '(-plan -"x y")'],
    ['a OR b c ', '([a b] c)'],
    ['a | b | c ', '[a b c]'],
    ['{a b} ', '[a b]'],
    ['(a (b OR c)) -d ', '((a [b c]) -d)'],
    ['OR a OR ', 'a'],
    ['e-mail well-known ', '(e-mail well-known)'],
    ['- a - ', 'a'],
    ['a OR - b ', '[a b]'],
    ['"" a ', 'a'],
    ['{(a b)} ', '(a b)'],
    ['{(a b) c} ', '[(a b) c]'],
    ['subject:Re:plan ', 'subject:Re:plan'],
    ['subject:-x from:-ana b ', '(subject:-x from:-ana b)'],
    ['label:Work:Ana in:a:b ', '(label:Work:Ana in:a:b)'],
    ['label:(a b) c ', 'c'],
    ['larger:-5 ', 'larger:-5'],
    ['has:attachment is:unread ', '(is:attachment is:unread)'],
    ['in:spam label:"To do" account:work ', '(in:spam label:To do account:work)'],
    ['larger:5M smaller:1.5mb size:300k ', '(5242880<size< <size<1572864 307200<size<)'],
    ['http://a.example/x 12:30 ', '(http://a.example/x 12:30)'],
    ['foo:bar ', 'foo:bar'],
    ['Re: plan ', '(Re: plan)'],
    ['from:', '()'],
    ['before:soon x ', '(before:soon x)'],
    ['before:2', '()'],
    ['x) y ', '(x y)'],
    ['(x y ', '(x y)'],
  ])('%j is %s', (text, tree) => {
    expect(read(text)).toBe(tree)
  })

  it.each([
    ['on:2026-11-27 ', '2026-11-26T23:00:00.000Z..2026-11-27T23:00:00.000Z'],
    ['on:today ', '2026-11-26T23:00:00.000Z..2026-11-27T23:00:00.000Z'],
    ['on:ayer ', '2026-11-25T23:00:00.000Z..2026-11-26T23:00:00.000Z'],
    ['on:2026-10 ', '2026-09-30T22:00:00.000Z..2026-10-31T23:00:00.000Z'],
    ['on:2025 ', '2024-12-31T23:00:00.000Z..2025-12-31T23:00:00.000Z'],
    ['before:2026/07/01 ', '..2026-06-30T22:00:00.000Z'],
    ['after:27/11/2026 ', '2026-11-26T23:00:00.000Z..'],
    ['after:nov ', '2026-10-31T23:00:00.000Z..'],
    ['after:"3 dec" ', '2025-12-02T23:00:00.000Z..'],
    ['on:"27 november 2025" ', '2025-11-26T23:00:00.000Z..2025-11-27T23:00:00.000Z'],
    ['newer_than:7d ', '2026-11-19T23:00:00.000Z..'],
    ['older_than:3m ', '..2026-08-26T22:00:00.000Z'],
    ['older_than:1y ', '..2025-11-26T23:00:00.000Z'],
    ['on:27/11/98 ', '1998-11-26T23:00:00.000Z..1998-11-27T23:00:00.000Z'],
    // The days on which clocks change have 23 and 25 hours.
    ['on:2026-03-29 ', '2026-03-28T23:00:00.000Z..2026-03-29T22:00:00.000Z'],
    ['on:2026-10-25 ', '2026-10-24T22:00:00.000Z..2026-10-25T23:00:00.000Z'],
  ])('%j is %s', (text, tree) => {
    expect(read(text)).toBe(tree)
  })

  it('reads dates as they are written where its writer lives', () => {
    expect(read('on:11/12/2026 ', 'en-US')).toContain('2026-11-11T23')
    expect(read('on:11/12/2026 ', 'es')).toContain('2026-12-10T23')
    expect(read('on:27.11.26 ', 'de')).toContain('2026-11-26T23')
    // There is no month 27.
    expect(read('on:11/27/2026 ', 'es')).toContain('2026-11-26T23')
    expect(read('on:noviembre ', 'es')).toContain('2026-10-31T23')
    expect(read('on:"27 de nov de 2025" ', 'es')).toContain('2025-11-26T23')
  })

  it.each([
    ['foo:bar', ['unknown-operator foo:bar']],
    ['re:plan http://x 12:30 from:', []],
    ['before:soon x', ['bad-value before:soon']],
    ['is:purple x', ['bad-value is:purple']],
    ['before:so', []],
    ['is:unre', []],
    ['is:purple', ['bad-value is:purple']],
    ['before:soon', ['bad-value before:soon']],
    ['"to do', ['unclosed-quote "to do']],
    ['(a', ['unbalanced-parenthesis (']],
    ['a)', ['unbalanced-parenthesis )']],
    [`${'('.repeat(30)}a`, expect.arrayContaining(['too-complex ('])],
    ['label:(a b) c', ['bad-value label:(']],
    ['on:"7 8 nov" c', ['bad-value on:"7 8 nov"']],
    ['a '.repeat(100), ['too-complex a']],
  ])('%j says of itself %j', (text, notices) => {
    expect(noticed(text)).toEqual(notices)
  })

  it('begins a day where it begins, though midnight comes twice or not at all', () => {
    const on = (day: string, timeZone: string) =>
      shown(parseSearch(`on:${day} `, { ...OPTIONS, timeZone }).node)
    // Jordan went back over midnight, Lebanon forward.
    expect(on('2021-10-29', 'Asia/Amman')).toContain('2021-10-28T21:00:00.000Z..')
    expect(on('2021-03-28', 'Asia/Beirut')).toContain('2021-03-27T22:00:00.000Z..')
    expect(on('2018-11-04', 'America/Sao_Paulo')).toContain('2018-11-04T03:00:00.000Z..')
  })

  it('can be anything at all: it is read, and every notice and word lies in it', () => {
    const piece = fc.constantFrom(
      ...'( ) { } " “ : - OR NOT | from: in: has: before: larger: a ana@x.example 2026 . 　 京'.split(
        ' ',
      ),
      ' ',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(text, (typed) => {
        const { node, notices } = parse(typed)
        for (const { span } of [...notices, ...wordsOf(node)]) {
          expect(span.start).toBeGreaterThanOrEqual(0)
          expect(span.end).toBeLessThanOrEqual(typed.length)
          expect(span.start).toBeLessThan(span.end)
        }
      }),
      { seed: 9, numRuns: 2000 },
    )
  })
})

function wordsOf(node: SearchNode): Extract<SearchNode, { kind: 'words' }>[] {
  if (node.kind === 'words') return [node]
  if (node.kind === 'not') return wordsOf(node.node)
  return node.kind === 'all' || node.kind === 'any' ? node.nodes.flatMap(wordsOf) : []
}
