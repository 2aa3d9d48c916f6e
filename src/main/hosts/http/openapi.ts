import { z } from 'zod'
import { camelKey, snakeKey } from '#shared/contract/key-case.ts'
import { pathParameters } from '#shared/contract/http-request.ts'
import { operationNames, operationOf, type OperationName } from '#shared/contract/index.ts'
import type { Operation } from '#shared/contract/operation.ts'
import { ERROR_STATUS, UNIVERSAL_ERRORS, type ErrorCode } from '#shared/errors.ts'
import { coreEventSchema } from '#shared/events.ts'

type JsonObject = Record<string, unknown>

const ERROR_REF = '#/components/schemas/Error'

/** The OpenAPI 3.1 document of the HTTP API, derived from the contract. */
export function openApiDocument(version: string): JsonObject {
  const paths: Record<string, JsonObject> = {
    '/api/events': { get: eventStream() },
    '/api/openapi.json': { get: thisDocument() },
  }
  for (const name of operationNames) {
    const { method, path } = operationOf(name).http
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(name) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'MailManager',
      version,
      description:
        'Every operation of MailManager. Field names are snake_case, times ISO 8601 UTC.',
    },
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'session_id' },
      },
      schemas: { Error: errorSchema(), Event: schemaOf(coreEventSchema, 'output') },
    },
  }
}

function operationObject(name: OperationName): JsonObject {
  const operation = operationOf(name)
  const inPath = new Set(pathParameters(operation.http.path))
  const schema = schemaOf(operation.input, 'input')
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : [])
  const fields = Object.entries(properties(schema)).filter(([key]) => !inPath.has(camelKey(key)))
  const hasBody =
    operation.kind !== 'upload' &&
    !['GET', 'DELETE'].includes(operation.http.method) &&
    fields.length > 0
  const parameters = [
    ...[...inPath].map((key) => ({
      name: snakeKey(key),
      in: 'path',
      required: true,
      schema: properties(schema)[snakeKey(key)] ?? { type: 'string' },
    })),
    ...(hasBody ? [] : fields).map(([key, field]) => ({
      name: key,
      in: 'query',
      required: required.has(key),
      schema: field,
    })),
  ]
  return {
    operationId: name,
    summary: operation.summary,
    tags: [name.split('.')[0]],
    ...(operation.access === 'public' ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(operation.kind === 'upload'
      ? { requestBody: { required: true, content: { 'application/octet-stream': {} } } }
      : hasBody
        ? { requestBody: requestBody(schema, fields, required) }
        : {}),
    responses: { 200: success(operation), ...failures(operation) },
  }
}

function requestBody(
  schema: JsonObject,
  fields: [string, JsonObject][],
  required: ReadonlySet<unknown>,
): JsonObject {
  const names = fields.map(([key]) => key).filter((key) => required.has(key))
  return {
    required: names.length > 0,
    content: json({
      ...schema,
      properties: Object.fromEntries(fields),
      required: names,
    }),
  }
}

function success(operation: Operation): JsonObject {
  if (operation.kind === 'download') {
    return { description: 'The file', content: { 'application/octet-stream': {} } }
  }
  return { description: 'Done', content: json(schemaOf(operation.output, 'output')) }
}

/** One response for each status, naming the codes that come with it. */
function failures(operation: Operation): JsonObject {
  const codes = new Set<ErrorCode>([...UNIVERSAL_ERRORS, ...operation.errors])
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes) {
    const status = ERROR_STATUS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      status,
      { description: list.join(', '), content: json({ $ref: ERROR_REF }) },
    ]),
  )
}

function errorSchema(): JsonObject {
  return {
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          code: { type: 'string', enum: Object.keys(ERROR_STATUS) },
          message: { type: 'string' },
          detail: { type: 'object' },
        },
      },
    },
  }
}

function eventStream(): JsonObject {
  return {
    operationId: 'events.stream',
    summary: 'Server-sent events: what changed, and how far long work has come',
    tags: ['events'],
    responses: {
      200: {
        description:
          'A stream without end. `event` is the type of an event, `data` its JSON as in the schema',
        content: { 'text/event-stream': { schema: { $ref: '#/components/schemas/Event' } } },
      },
      401: { description: 'unauthorized', content: json({ $ref: ERROR_REF }) },
    },
  }
}

function thisDocument(): JsonObject {
  return {
    operationId: 'openapi.get',
    summary: 'This document',
    tags: ['openapi'],
    responses: {
      200: { description: 'OpenAPI 3.1', content: json({ type: 'object' }) },
      401: { description: 'unauthorized', content: json({ $ref: ERROR_REF }) },
    },
  }
}

function json(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } }
}

function schemaOf(type: z.ZodType, io: 'input' | 'output'): JsonObject {
  const schema: JsonObject = { ...z.toJSONSchema(type, { io, unrepresentable: 'any' }) }
  // The document names its dialect once.
  delete schema['$schema']
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- an object stays an object
  return snakeSchema(schema) as JsonObject
}

/** The schema of the same shape with snake_case names; values, enums and patterns stay. */
function snakeSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(snakeSchema)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]: [string, unknown]) => {
      switch (keyword) {
        case 'properties':
          return [keyword, snakeNames(value)]
        case 'required':
          return [keyword, Array.isArray(value) ? value.map((name) => snakeKey(String(name))) : []]
        case 'items':
        case 'anyOf':
        case 'oneOf':
        case 'allOf':
        case 'prefixItems':
        case 'additionalProperties':
          return [keyword, snakeSchema(value)]
        default:
          return [keyword, value]
      }
    }),
  )
}

function snakeNames(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).map(([name, schema]) => [snakeKey(name), snakeSchema(schema)]),
  )
}

function properties(schema: JsonObject): Record<string, JsonObject> {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- written by zod
  return (schema['properties'] ?? {}) as Record<string, JsonObject>
}
