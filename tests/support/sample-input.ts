import { z } from 'zod'

type JsonSchema = z.core.JSONSchema.JSONSchema

/**
 * Input that a schema accepts, with the required fields only. Text is an e-mail address, which
 * passes for an id, a name and a person alike.
 */
export function sampleInput(schema: z.ZodObject): Record<string, unknown> {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return sampleObject(json)
}

function sampleObject(schema: JsonSchema): Record<string, unknown> {
  const properties = Object.entries(schema.properties ?? {})
  const required = new Set(schema.required)
  return Object.fromEntries(
    properties.flatMap(([key, value]) =>
      required.has(key) && typeof value === 'object' ? [[key, sample(value)]] : [],
    ),
  )
}

function sample(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const [first] = schema.anyOf ?? schema.oneOf ?? []
  if (typeof first === 'object') return sample(first)
  switch (schema.type) {
    case 'object':
      return sampleObject(schema)
    case 'array': {
      const { items } = schema
      return typeof items === 'object' && !Array.isArray(items) ? [sample(items)] : []
    }
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    case 'null':
      return null
    case 'string':
    case undefined:
      break
  }
  return schema.format === 'date-time' ? '2026-03-01T12:00:00.000Z' : 'ana@example.com'
}
