import type { GraphCall } from './graph-call.ts'
import { badRequest, unknownField } from './errors.ts'

export const MAX_TOP = 1_000

/** $select as a list, checked against the type's fields, or null where it was not given. */
export function parseSelect(
  call: GraphCall,
  fields: ReadonlySet<string>,
  type: string,
): ReadonlySet<string> | null {
  const text = call.query.get('$select')
  if (text === null) return null
  const names = text.split(',').map((name) => name.trim())
  for (const name of names) if (!fields.has(name)) throw unknownField(name, type)
  return new Set(names)
}

/** A whole number of at least `least`, or null where the option was not given. */
export function parseNumberOption(call: GraphCall, option: string, least: number): number | null {
  const text = call.query.get(option)
  if (text === null) return null
  if (!/^\d{1,9}$/u.test(text) || Number(text) < least)
    throw badRequest(
      `Invalid value '${text}' for ${option} query option found. The ${option} query option requires a ${least === 0 ? 'non-negative' : 'positive'} integer value.`,
    )
  return Number(text)
}

/** $top up to 1,000, as the mail API takes it; 10 where it was not given. */
export function parseTop(call: GraphCall): number {
  const top = parseNumberOption(call, '$top', 1) ?? 10
  if (top > MAX_TOP)
    throw badRequest(
      `The limit of '${MAX_TOP}' for Top query has been exceeded. The value from the incoming request is '${top}'.`,
    )
  return top
}

/** One $expand entry with its nested options, such as `singleValueExtendedProperties($filter=…)`. */
export interface Expansion {
  name: string
  filter: string | null
  select: ReadonlySet<string> | null
}

export function parseExpand(call: GraphCall, allowed: readonly string[]): Expansion[] {
  const text = call.query.get('$expand')
  if (text === null) return []
  return splitTopLevel(text).map((entry) => {
    const match = /^(\w+)(?:\(\$filter=(.*)\)|\(\$select=([\w,./]+)\))?$/su.exec(entry.trim())
    const name = match?.[1] ?? entry
    if (!match || !allowed.includes(name))
      throw badRequest(
        `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.message'.`,
        'RequestBroker--ParseUri',
      )
    return {
      name,
      filter: match[2] ?? null,
      select: match[3] === undefined ? null : new Set(match[3].split(',')),
    }
  })
}

/** The extended property ids a nested filter names: `id eq 'A' or id eq 'B'`. */
export function parseExtendedPropertyIds(filter: string | null): string[] {
  if (filter === null)
    throw badRequest(
      'Expanding singleValueExtendedProperties needs a $filter on id.',
      'ErrorInvalidProperty',
    )
  const ids = filter.split(/\s+or\s+/u).map((term) => {
    const id = /^\s*id\s+eq\s+'((?:[^']|'')+)'\s*$/u.exec(term)?.[1]
    if (id === undefined) throw badRequest(`Invalid filter clause: ${term}`)
    return id.replaceAll("''", "'")
  })
  return ids
}

/** Commas inside parentheses and quotes do not separate. */
function splitTopLevel(text: string): string[] {
  const entries: string[] = []
  let depth = 0
  let quoted = false
  let entry = ''
  for (const char of text) {
    if (char === "'") quoted = !quoted
    else if (!quoted && char === '(') depth += 1
    else if (!quoted && char === ')') depth -= 1
    if (char === ',' && depth === 0 && !quoted) {
      entries.push(entry)
      entry = ''
    } else entry += char
  }
  entries.push(entry)
  return entries
}
