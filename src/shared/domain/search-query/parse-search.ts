import { findOperator, type OperatorKind } from './operators.ts'
import { parseAge, parseDate, type DateOptions } from './parse-date.ts'
import { parseSize } from './parse-size.ts'
import type { SearchField, SearchNode, SearchNotice, SearchQuery, Span } from './search-query.ts'
import { splitSearch, type SearchToken } from './split-search.ts'

const DEEPEST = 20
const MOST_LEAVES = 60
const MOST_NOTICES = 10
// How answers begin in many languages, and what stands in front of addresses: no operators.
const NO_OPERATORS = /^(?:re|fwd?|wg|aw|antw|sv|vs|tr|rv|enc|res|mailto|tel|https?)$/iu

/**
 * Reads the query language (docs/search.md). Words are all wanted; `OR` binds tighter than that; `-`
 * and `NOT` exclude; whatever is not understood is words. Takes time in proportion to the length and
 * never throws.
 */
export function parseSearch(text: string, options: DateOptions): SearchQuery {
  const reader = new Reader(text, options)
  const node = reader.readAll()
  return { node, notices: reader.notices }
}

class Reader {
  readonly notices: SearchNotice[] = []
  readonly #text: string
  readonly #options: DateOptions
  readonly #tokens: SearchToken[]
  #at = 0
  #leaves = 0

  constructor(text: string, options: DateOptions) {
    this.#text = text
    this.#options = options
    this.#tokens = splitSearch(text)
  }

  /** Everything up to the end. */
  readAll(): SearchNode {
    return together(this.#readNodes(0, null))
  }

  /** Everything up to a closing bracket or the end. */
  #readNodes(depth: number, field: SearchField | null): SearchNode[] {
    const nodes: SearchNode[] = []
    let wantsOr = false
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      if (token.kind === 'close') {
        if (depth > 0) break
        this.#notice('unbalanced-parenthesis', token.span)
        this.#at += 1
        continue
      }
      if (token.kind === 'or') {
        // At the beginning or the end it is nothing.
        wantsOr = nodes.length > 0
        this.#at += 1
        continue
      }
      const node = this.#readOne(depth, field)
      const before = nodes.at(-1)
      if (node === null) continue
      if (wantsOr && before) nodes[nodes.length - 1] = either(before, node)
      else nodes.push(node)
      wantsOr = false
    }
    return nodes
  }

  #readOne(depth: number, field: SearchField | null): SearchNode | null {
    let isWanted = true
    let token = this.#peek()
    while (token?.kind === 'minus') {
      isWanted = !isWanted
      this.#at += 1
      token = this.#peek()
    }
    if (token === undefined || token.kind === 'close' || token.kind === 'or') return null
    const node = this.#readPrimary(token, depth, field)
    if (node === null) return null
    return isWanted ? node : { kind: 'not', node }
  }

  #readPrimary(token: SearchToken, depth: number, field: SearchField | null): SearchNode | null {
    this.#at += 1
    switch (token.kind) {
      case 'open':
        return this.#readBracket(token.span, depth, field)
      case 'word':
        return this.#words(token.text, token.span, field, { isQuoted: false, isLast: token.isLast })
      case 'phrase':
        if (!token.isClosed) this.#notice('unclosed-quote', token.span)
        return this.#words(token.text, token.span, field, {
          isQuoted: true,
          isLast: !token.isClosed,
        })
      case 'operator':
        return this.#readOperator(token, depth, field)
      case 'close':
      case 'or':
      case 'minus':
        return null
    }
  }

  #readBracket(span: Span, depth: number, field: SearchField | null): SearchNode | null {
    if (depth >= DEEPEST) {
      this.#notice('too-complex', span)
      this.#skipBracket()
      return null
    }
    const isAny = this.#text.charAt(span.start) === '{'
    const nodes = this.#readNodes(depth + 1, field)
    if (this.#peek()?.kind === 'close') this.#at += 1
    else this.#notice('unbalanced-parenthesis', span)
    if (nodes.length === 0) return null
    return isAny && nodes.length > 1 ? { kind: 'any', nodes } : together(nodes)
  }

  /** Passes over all up to the bracket's own end. */
  #skipBracket(): void {
    for (let open = 1; open > 0 && this.#at < this.#tokens.length; this.#at += 1) {
      const kind = this.#peek()?.kind
      if (kind === 'open') open += 1
      else if (kind === 'close') open -= 1
    }
  }

  #readOperator(
    token: Extract<SearchToken, { kind: 'operator' }>,
    depth: number,
    field: SearchField | null,
  ): SearchNode | null {
    const operator = findOperator(token.name)
    const value = operator === null ? this.#peek() : this.#peekValue(token.span.end)
    const isAdjacent = value?.span.start === token.span.end
    if (operator === null)
      return this.#unknownOperator(token, isAdjacent ? value : undefined, field)
    // Nothing yet: the value is still to be typed.
    if (value === undefined || value.kind === 'close' || value.kind === 'or') return null
    if (value.kind === 'open' && operator.value.kind === 'text') {
      this.#at += 1
      return this.#readBracket(value.span, depth, operator.value.field)
    }
    if (value.kind === 'open') return this.#badGroup(token, value.span)
    if (value.kind !== 'word' && value.kind !== 'phrase') return null
    while ((this.#peek()?.span.start ?? Infinity) < value.span.end) this.#at += 1
    if (operator.value.kind === 'text') {
      const isQuoted = value.kind === 'phrase'
      const isLast = value.kind === 'word' ? value.isLast : !value.isClosed
      return this.#words(value.text, value.span, operator.value.field, { isQuoted, isLast })
    }
    const node = this.#countLeaf(value.span)
      ? valueNode(operator.value, value.text, this.#options)
      : null
    if (node !== null) return node
    const span = { start: token.span.start, end: value.span.end }
    // A value that is still being typed is not wrong yet.
    if (value.kind === 'word' && value.isLast && mayBecome(operator.value, value.text)) return null
    this.#notice('bad-value', span)
    return this.#words(this.#slice(span), span, field, { isQuoted: false, isLast: false })
  }

  /**
   * The value of an operator: what stands right behind it, up to a blank. `-5` and `Re:plan` are values
   * there, though elsewhere they would be two things.
   */
  #peekValue(from: number): SearchToken | undefined {
    const first = this.#peek()
    const isSplit = first?.kind === 'minus' || first?.kind === 'operator'
    if (!isSplit || first.span.start !== from) return first
    let last: SearchToken = first
    for (let at = this.#at + 1; this.#tokens[at]?.span.start === last.span.end; at += 1) {
      const next = this.#tokens[at]
      if (next === undefined || next.kind === 'open' || next.kind === 'close') break
      last = next
    }
    const span = { start: from, end: last.span.end }
    return { kind: 'word', text: this.#slice(span), isLast: span.end === this.#text.length, span }
  }

  /** An operator without words, before a bracket: the bracket is passed over and said. */
  #badGroup(token: SearchToken, bracket: Span): null {
    this.#at += 1
    this.#skipBracket()
    this.#notice('bad-value', { start: token.span.start, end: bracket.end })
    return null
  }

  #unknownOperator(
    token: Extract<SearchToken, { kind: 'operator' }>,
    value: SearchToken | undefined,
    field: SearchField | null,
  ): SearchNode | null {
    const hasValue = value?.kind === 'word' || value?.kind === 'phrase'
    if (hasValue) this.#at += 1
    const span = { start: token.span.start, end: hasValue ? value.span.end : token.span.end }
    if (hasValue && !NO_OPERATORS.test(token.name)) this.#notice('unknown-operator', span)
    const isLast = span.end === this.#text.length && value?.kind !== 'phrase'
    return this.#words(this.#slice(span), span, field, { isQuoted: false, isLast })
  }

  #words(
    text: string,
    span: Span,
    field: SearchField | null,
    how: { isQuoted: boolean; isLast: boolean },
  ): SearchNode | null {
    // Hyphens alone are no word, and neither is an empty phrase.
    if (/^[\s\u3000−-]*$/u.test(text)) return null
    return this.#countLeaf(span) ? { kind: 'words', field, text, span, ...how } : null
  }

  #countLeaf(span: Span): boolean {
    this.#leaves += 1
    if (this.#leaves === MOST_LEAVES + 1) this.#notice('too-complex', span)
    return this.#leaves <= MOST_LEAVES
  }

  #peek(): SearchToken | undefined {
    return this.#tokens[this.#at]
  }

  #slice({ start, end }: Span): string {
    return this.#text.slice(start, end)
  }

  #notice(kind: SearchNotice['kind'], span: Span): void {
    if (this.notices.length < MOST_NOTICES)
      this.notices.push({ kind, text: this.#slice(span), span })
  }
}

/** Whether more letters can make it a value: a flag's beginning, or a date or size that has begun. */
function mayBecome(operator: Exclude<OperatorKind, { kind: 'text' }>, typed: string): boolean {
  if (operator.kind === 'flag') {
    return Object.keys(operator.flags).some((flag) => flag.startsWith(typed.toLowerCase()))
  }
  return /^(?:[\d.,/-]+|\p{L}{1,3})$/u.test(typed)
}

function together(nodes: SearchNode[]): SearchNode {
  return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'all', nodes }
}

function either(one: SearchNode, other: SearchNode): SearchNode {
  return one.kind === 'any'
    ? { kind: 'any', nodes: [...one.nodes, other] }
    : { kind: 'any', nodes: [one, other] }
}

/** What an operator asks for with a value; null where the value is not one of its own. */
function valueNode(
  operator: Exclude<OperatorKind, { kind: 'text' }>,
  value: string,
  options: DateOptions,
): SearchNode | null {
  switch (operator.kind) {
    case 'flag': {
      const flag = Object.hasOwn(operator.flags, value.toLowerCase())
        ? operator.flags[value.toLowerCase()]
        : undefined
      return flag === undefined ? null : { kind: 'flag', flag }
    }
    case 'place':
      return value.trim() === ''
        ? null
        : { kind: 'place', place: operator.place, name: value.trim() }
    case 'date': {
      const range = parseDate(value, options)
      if (range === null) return null
      if (operator.bound === 'on') return { kind: 'date', ...range }
      return operator.bound === 'since'
        ? { kind: 'date', since: range.since, before: null }
        : { kind: 'date', since: null, before: range.since }
    }
    case 'age': {
      const moment = parseAge(value, options)
      if (moment === null) return null
      return operator.bound === 'since'
        ? { kind: 'date', since: moment, before: null }
        : { kind: 'date', since: null, before: moment }
    }
    case 'size': {
      const bytes = parseSize(value)
      if (bytes === null) return null
      return operator.bound === 'larger'
        ? { kind: 'size', larger: bytes, smaller: null }
        : { kind: 'size', larger: null, smaller: bytes }
    }
  }
}
