import { findOperator, type OperatorKind } from './operators.ts'
import { parseAge, parseDate, type DateOptions } from './parse-date.ts'
import { parseSize } from './parse-size.ts'
import type { SearchField, SearchNode, SearchNotice, SearchQuery, Span } from './search-query.ts'
import { splitSearch, type SearchToken } from './split-search.ts'

const DEEPEST = 20
const MOST_LEAVES = 60
// How answers begin in many languages, and what stands in front of addresses: no operators.
const NO_OPERATORS = /^(?:re|fwd?|wg|aw|sv|vs|tr|rv|enc|res|mailto|tel|https?)$/iu

/**
 * Reads the query language (docs/search.md). Words are all wanted; `OR` binds tighter than that; `-`
 * and `NOT` exclude; whatever is not understood is words. Takes time in proportion to the length and
 * never throws.
 */
export function parseSearch(text: string, options: DateOptions): SearchQuery {
  const reader = new Reader(text, options)
  const node = reader.readAll(0, null)
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

  /** Everything up to a closing bracket or the end. */
  readAll(depth: number, field: SearchField | null): SearchNode {
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
    return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'all', nodes }
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
      return null
    }
    const isAny = this.#text.charAt(span.start) === '{'
    const inner = this.readAll(depth + 1, field)
    if (this.#peek()?.kind === 'close') this.#at += 1
    else this.#notice('unbalanced-parenthesis', span)
    if (inner.kind !== 'all') return inner
    if (inner.nodes.length === 0) return null
    return isAny ? { kind: 'any', nodes: inner.nodes } : inner
  }

  #readOperator(
    token: Extract<SearchToken, { kind: 'operator' }>,
    depth: number,
    field: SearchField | null,
  ): SearchNode | null {
    const operator = findOperator(token.name)
    const value = this.#peek()
    const isAdjacent = value?.span.start === token.span.end
    if (operator === null)
      return this.#unknownOperator(token, isAdjacent ? value : undefined, field)
    // Nothing yet: the value is still to be typed.
    if (value === undefined || value.kind === 'close' || value.kind === 'or') return null
    if (value.kind === 'open' && operator.value.kind === 'text') {
      this.#at += 1
      return this.#readBracket(value.span, depth, operator.value.field)
    }
    if (value.kind !== 'word' && value.kind !== 'phrase') return null
    this.#at += 1
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
    const isTyped = value.kind === 'word' && value.isLast
    if (!isTyped) this.#notice('bad-value', span)
    return isTyped
      ? null
      : this.#words(this.#slice(span), span, field, { isQuoted: false, isLast: false })
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
    this.notices.push({ kind, text: this.#slice(span), span })
  }
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
