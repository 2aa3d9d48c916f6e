import { z } from 'zod'
import { camelKey, toCamelKeys } from '#shared/contract/key-case.ts'
import { checkDepth } from '#shared/contract/clean-input.ts'
import type { Operation } from '#shared/contract/operation.ts'
import { OperationError } from '#shared/errors.ts'

type JsonSchema = z.core.JSONSchema.BaseSchema

export interface RequestParts {
  /** Path parameters, decoded, in snake_case. */
  params: Record<string, unknown>
  query: Record<string, unknown>
  /** Parsed JSON, or undefined where the request had no body. */
  body: unknown
}

/**
 * Merges path, query and body into the operation's camelCase input. Query strings become numbers,
 * booleans or JSON where the input's schema asks for them; the core validates the result. The path
 * wins over the body and the body over the query, so that nobody can name one thing in the route
 * and mean another. Throws `invalid_input` where the body is no JSON object.
 */
export function createInputParser(operation: Operation): (parts: RequestParts) => unknown {
  const schema: JsonSchema = z.toJSONSchema(operation.input, {
    io: 'input',
    unrepresentable: 'any',
  })
  const properties = new Map<string, JsonSchema>(
    Object.entries(schema.properties ?? {}).map(([key, value]) => [
      key,
      typeof value === 'boolean' ? {} : value,
    ]),
  )

  const fromBody = (key: string, value: unknown): unknown =>
    isOpenMap(properties.get(key)) ? value : toCamelKeys(value)

  return ({ params, query, body }) => {
    checkDepth(body)
    if (body !== undefined && !isObject(body)) {
      throw new OperationError('invalid_input', 'The request body must be a JSON object')
    }
    const merged = [
      ...Object.entries(query).map(([name, value]): [string, unknown] => {
        const key = camelKey(name)
        return [key, coerce(value, properties.get(key))]
      }),
      ...Object.entries(body ?? {}).map(([name, value]): [string, unknown] => {
        const key = camelKey(name)
        return [key, fromBody(key, value)]
      }),
      ...Object.entries(params).map(([name, value]): [string, unknown] => [camelKey(name), value]),
    ]
    return Object.fromEntries(merged)
  }
}

/** A map whose keys are the caller's data: renaming them would change what was said. */
function isOpenMap(schema: JsonSchema | undefined): boolean {
  if (schema === undefined) return false
  return alternatives(schema).some(
    (option) => option.type === 'object' && option.properties === undefined,
  )
}

function coerce(value: unknown, schema: JsonSchema | undefined): unknown {
  if (schema === undefined) return value
  const kinds = new Set(alternatives(schema).flatMap((option) => option.type ?? []))
  if (Array.isArray(value)) return value.map((entry) => coerce(entry, itemSchema(schema)))
  if (typeof value !== 'string') return value
  if (kinds.has('string')) return value
  if (kinds.has('boolean') && (value === 'true' || value === 'false')) return value === 'true'
  if ((kinds.has('integer') || kinds.has('number')) && isNumber(value)) return Number(value)
  if (kinds.has('array')) return value.startsWith('[') ? parsed(value) : [value]
  if (kinds.has('object')) return parsed(value)
  return value
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  const nested = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  return [schema, ...nested.filter((option) => typeof option !== 'boolean')]
}

function itemSchema(schema: JsonSchema): JsonSchema | undefined {
  const { items } = schema
  return items === undefined || typeof items === 'boolean' || Array.isArray(items)
    ? undefined
    : items
}

/** Leaves what is no JSON as it is: the core's validation says what was expected instead. */
function parsed(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return text
  }
  checkDepth(value)
  return toCamelKeys(value)
}

function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/u.test(text)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
