import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { operationNames, operationOf } from '#shared/contract/index.ts'
import { coreEventTypes } from '#shared/events.ts'
import { openApiDocument } from '#hosts/http/openapi.ts'

interface Schema {
  $ref?: string
  properties?: Record<string, Schema>
  required?: string[]
}
interface Content {
  description?: string
  content?: Record<string, { schema?: Schema }>
}
interface OperationObject {
  operationId: string
  security?: unknown[]
  parameters?: { name: string; in: string; required: boolean; schema: Schema }[]
  requestBody?: Content
  responses: Record<string, Content>
}
interface OpenApi {
  openapi: string
  info: Record<string, unknown>
  paths: Record<string, Record<string, OperationObject>>
  components: { securitySchemes: Record<string, unknown>; schemas: Record<string, Schema> }
}

const document = openApiDocument('1.2.3') as unknown as OpenApi

/** Every (path, method, operation object) of the document. */
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

/** Every schema used as a body, an answer or a parameter. */
const schemas = operations.flatMap(({ operation }) => [
  ...(operation.parameters ?? []).map(({ name, schema }) => ({
    where: `${operation.operationId} ${name}`,
    schema,
  })),
  ...[operation.requestBody, ...Object.values(operation.responses)].flatMap((holder) => {
    const schema = holder?.content?.['application/json']?.schema
    return schema === undefined ? [] : [{ where: operation.operationId, schema }]
  }),
])

function find(method: string, path: string): OperationObject {
  const found = document.paths[path]?.[method]
  if (found === undefined) throw new Error(`${method} ${path} is not documented`)
  return found
}

function* objectsIn(value: unknown): Generator<Schema> {
  if (Array.isArray(value)) for (const entry of value) yield* objectsIn(entry)
  else if (typeof value === 'object' && value !== null) {
    yield value
    for (const entry of Object.values(value)) yield* objectsIn(entry)
  }
}

describe('the OpenAPI document', () => {
  it('is version 3.1 with what the standard requires at the top', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(document.info).toMatchObject({ title: 'MailManager', version: '1.2.3' })
    expect(document.components.securitySchemes).toHaveProperty('bearer')
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })

  it('has every operation of the contract once, at its own route', () => {
    const found = operations.map(({ path, method, operation }) => [
      operation.operationId,
      method,
      path,
    ])
    for (const name of operationNames) {
      const { http } = operationOf(name)
      expect(found).toContainEqual([name, http.method.toLowerCase(), http.path])
    }
    expect(found).toHaveLength(operationNames.length + 2)
    expect(new Set(found.map(([id]) => id)).size).toBe(found.length)
  })

  it('declares exactly the parameters that stand in each path', () => {
    for (const { path, operation } of operations) {
      const declared = (operation.parameters ?? [])
        .filter(({ in: place }) => place === 'path')
        .map(({ name, required }) => [name, required])
      const inPath = [...path.matchAll(/\{([^}]+)\}/gu)].map(([, name]) => [name, true])
      expect(declared.sort()).toEqual(inPath.sort())
    }
  })

  it('writes every name in snake_case', () => {
    for (const path of Object.keys(document.paths)) expect(path).toMatch(/^[a-z0-9/{}_.-]+$/u)
    for (const { where, schema } of schemas) {
      for (const object of objectsIn(schema)) {
        const names = [...Object.keys(object.properties ?? {}), ...(object.required ?? [])]
        for (const name of names) expect(name, where).toMatch(/^[a-z][a-z0-9_]*$/u)
      }
    }
    expect(operations.flatMap(({ operation }) => operation.parameters ?? [])).not.toHaveLength(0)
  })

  it('requires only properties that exist', () => {
    for (const { where, schema } of schemas) {
      for (const { properties, required } of objectsIn(schema)) {
        for (const name of required ?? []) expect(properties, where).toHaveProperty(name)
      }
    }
  })

  it('holds schemas that a JSON Schema reader accepts, and references that resolve', () => {
    for (const { where, schema } of schemas) {
      if (schema.$ref === undefined)
        expect(() => z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema), where).not.toThrow()
      else expect(schema.$ref).toBe('#/components/schemas/Error')
    }
    expect(document.components.schemas['Error']?.properties?.['error']?.required).toEqual([
      'code',
      'message',
    ])
  })

  it('describes every event of the stream', () => {
    const stream = document.paths['/api/events']?.['get']?.responses['200']
    expect(stream?.content?.['text/event-stream']?.schema).toEqual({
      $ref: '#/components/schemas/Event',
    })
    const text = JSON.stringify(document.components.schemas['Event'])
    for (const type of coreEventTypes) expect(text).toContain(`"const":"${type}"`)
    expect(text).toContain('"message_ids"')
  })

  it('names the error codes under their status', () => {
    const { responses } = find('get', '/api/mailboxes/{mailbox_id}')
    expect(responses[404]?.description).toBe('mailbox_not_found')
    expect(responses[401]?.description).toBe('unauthorized')
    expect(responses[503]?.description).toBe(
      'database_connection_error, database_query_error, database_damaged',
    )
  })

  it('says which operations are open and which answer files', () => {
    expect(find('get', '/api/health').security).toEqual([])
    expect(find('get', '/api/mailboxes').security).toBeUndefined()
    const raw = find('get', '/api/mailboxes/{mailbox_id}/emails/{provider_message_id}/raw')
    expect(Object.keys(raw.responses[200]?.content ?? {})).toEqual(['application/octet-stream'])
  })
})
