import type { StoredMessage } from '../../mail-store/stored-message.ts'
import type { GraphCall } from './graph-call.ts'
import { badRequest, unknownField } from './errors.ts'
import { MESSAGE_TYPE, messageResource } from '../messages/message-resource.ts'

export type MessageTest = (message: StoredMessage) => boolean

/** A parsed $filter: the test, and the properties it names in order, which $orderby must begin with. */
export interface ParsedFilter {
  test: MessageTest
  properties: string[]
}

type Kind = 'boolean' | 'time' | 'text'

/** The properties that can be compared, and with what. */
const COMPARABLE: Readonly<Record<string, Kind>> = {
  isRead: 'boolean',
  isDraft: 'boolean',
  hasAttachments: 'boolean',
  receivedDateTime: 'time',
  sentDateTime: 'time',
  createdDateTime: 'time',
  lastModifiedDateTime: 'time',
  conversationId: 'text',
  internetMessageId: 'text',
  subject: 'text',
  importance: 'text',
  inferenceClassification: 'text',
  'from/emailAddress/address': 'text',
  'sender/emailAddress/address': 'text',
  'flag/flagStatus': 'text',
}

const EXTENDED =
  /^singleValueExtendedProperties\/any\(\s*(\w+)\s*:\s*\1\/id\s+eq\s+'((?:[^']|'')*)'\s+and\s+\1\/value\s+eq\s+'((?:[^']|'')*)'\s*\)/iu
const FUNCTION = /^(startswith|contains)\(\s*([\w/]+)\s*,\s*'((?:[^']|'')*)'\s*\)/iu
const COMPARISON =
  /^([\w/]+)\s+(eq|ne|gt|ge|lt|le)\s+('(?:[^']|'')*'|true|false|\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)/iu

/** Parses a message $filter: comparisons, startswith, contains, extended properties, and/or/not. */
export function parseFilter(call: GraphCall, text: string): ParsedFilter {
  const properties: string[] = []
  let rest = text.trim()

  const invalid = (): Error =>
    badRequest(`Invalid filter clause: syntax error in '${text}'.`, 'BadRequest')
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest)
    if (match) rest = rest.slice(match[0].length).trimStart()
    return match
  }
  const either = (): MessageTest => {
    let left = both()
    while (take(/^or\b/iu)) {
      const [first, second] = [left, both()]
      left = (message) => first(message) || second(message)
    }
    return left
  }
  const both = (): MessageTest => {
    let left = one()
    while (take(/^and\b/iu)) {
      const [first, second] = [left, one()]
      left = (message) => first(message) && second(message)
    }
    return left
  }
  const one = (): MessageTest => {
    if (take(/^not\b/iu)) {
      const inner = one()
      return (message) => !inner(message)
    }
    const extended = take(EXTENDED)
    if (extended) return extendedTest(unquote(extended[2]), unquote(extended[3]))
    if (take(/^\(/u)) {
      const inner = either()
      if (!take(/^\)/u)) throw invalid()
      return inner
    }
    const called = take(FUNCTION)
    if (called) {
      const property = note(called[2] ?? '', 'text')
      const wanted = unquote(called[3]).toLowerCase()
      const begins = called[1]?.toLowerCase() === 'startswith'
      return (message) => {
        const value = textAt(call, message, property).toLowerCase()
        return begins ? value.startsWith(wanted) : value.includes(wanted)
      }
    }
    const compared = take(COMPARISON)
    if (!compared) throw invalid()
    return comparison(note(compared[1] ?? '', null), compared[2] ?? '', compared[3] ?? '')
  }
  const note = (property: string, kind: Kind | null): string => {
    const known = Object.hasOwn(COMPARABLE, property) ? COMPARABLE[property] : undefined
    if (known === undefined) throw unknownField(property, MESSAGE_TYPE)
    if (kind !== null && known !== kind) throw invalid()
    properties.push(property)
    return property
  }
  const comparison = (property: string, operator: string, literal: string): MessageTest => {
    const kind = COMPARABLE[property]
    const isText = literal.startsWith("'")
    const isBoolean = /^(?:true|false)$/iu.test(literal)
    const fits = kind === 'text' ? isText : kind === 'boolean' ? isBoolean : !isText && !isBoolean
    if (!fits || (kind !== 'time' && !/^(?:eq|ne)$/iu.test(operator)))
      throw badRequest(
        'A binary operator with incompatible types was detected.',
        'RequestBroker--ParseUri',
      )
    if (kind === 'time') {
      const at = Date.parse(literal)
      if (!Number.isFinite(at)) throw invalid()
      return (message) => ordered(operator, timeOf(message, property), at)
    }
    const wanted = isText ? unquote(literal.slice(1, -1)) : literal.toLowerCase() === 'true'
    const isAddress = property.endsWith('/address')
    return (message) => {
      const value = valueOf(call, message, property)
      const same = isAddress
        ? String(value).toLowerCase() === String(wanted).toLowerCase()
        : value === wanted
      return operator.toLowerCase() === 'eq' ? same : !same
    }
  }

  const test = either()
  if (rest !== '') throw invalid()
  return { test, properties }
}

/** The only filter a message delta takes: received at or after, or after, a time. */
export function parseDeltaFilter(text: string): MessageTest {
  const match = /^\s*receivedDateTime\s+(ge|gt)\s+(\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?)\s*$/u.exec(text)
  const at = Date.parse(match?.[2] ?? '')
  if (!match || !Number.isFinite(at))
    throw badRequest(
      'The delta query supports $filter only on receivedDateTime with ge or gt.',
      'ErrorInvalidUrlQueryFilter',
    )
  return ({ receivedAt }) => ordered(match[1] ?? '', Math.floor(receivedAt / 1_000) * 1_000, at)
}

function extendedTest(id: string, value: string): MessageTest {
  return ({ extended }) =>
    [...extended].some(
      ([ownId, ownValue]) => ownId.toLowerCase() === id.toLowerCase() && ownValue === value,
    )
}

function ordered(operator: string, left: number, right: number): boolean {
  switch (operator.toLowerCase()) {
    case 'gt':
      return left > right
    case 'ge':
      return left >= right
    case 'lt':
      return left < right
    case 'le':
      return left <= right
    case 'ne':
      return left !== right
    default:
      return left === right
  }
}

/** Times are compared as they are shown, in whole seconds. */
export function timeOf(message: StoredMessage, property: string): number {
  const times: Readonly<Record<string, number>> = {
    receivedDateTime: message.receivedAt,
    sentDateTime: message.sentAt,
    createdDateTime: message.createdAt,
    lastModifiedDateTime: message.modifiedAt,
  }
  return Math.floor((times[property] ?? 0) / 1_000) * 1_000
}

/** A property's value by its path. */
export function valueOf(call: GraphCall, message: StoredMessage, path: string): unknown {
  const [first = '', ...steps] = path.split('/')
  let value = messageResource(call, message, [first])[first]
  for (const step of steps)
    value =
      typeof value === 'object' && value !== null
        ? (value as Record<string, unknown>)[step]
        : undefined
  return value
}

/** A property's value as text; empty where it has none. */
export function textAt(call: GraphCall, message: StoredMessage, path: string): string {
  const value = valueOf(call, message, path)
  return typeof value === 'string' ? value : JSON.stringify(value ?? '')
}

function unquote(text: string | undefined): string {
  return (text ?? '').replaceAll("''", "'")
}
