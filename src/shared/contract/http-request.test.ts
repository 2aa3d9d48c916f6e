import { describe, expect, it } from 'vitest'
import { toCamelKeys, toSnakeKeys } from './key-case.ts'
import { toHttpRequest, pathParameters } from './http-request.ts'
import { contract, operationNames, operationOf } from './index.ts'

describe('the HTTP shape of an operation', () => {
  it('fills path parameters and puts the rest of a query into the query string', () => {
    expect(
      toHttpRequest('emails.list', {
        mailboxId: 'm/1',
        box: 'INBOX',
        limit: 50,
        cursor: undefined,
      }),
    ).toEqual({
      method: 'GET',
      path: '/api/mailboxes/m%2F1/emails',
      query: { box: 'INBOX', limit: '50' },
      body: undefined,
    })
  })

  it('puts the rest of a command into a snake_case body', () => {
    expect(
      toHttpRequest('emails.readStatus', {
        mailboxId: 'm',
        isRead: true,
        items: [{ accountId: 'a', providerMessageId: 'p' }],
      }).body,
    ).toEqual({ is_read: true, items: [{ account_id: 'a', provider_message_id: 'p' }] })
  })

  it('turns keys there and back, at any depth, and leaves values alone', () => {
    const value = { aB: [{ contentBase64: 'x_y', lastError: { atTime: null } }] }
    expect(toSnakeKeys(value)).toEqual({
      a_b: [{ content_base64: 'x_y', last_error: { at_time: null } }],
    })
    expect(toCamelKeys(toSnakeKeys(value))).toEqual(value)
  })
})

describe('the operation table', () => {
  it.each(operationNames)('%s declares every path parameter as input', (name) => {
    const operation = operationOf(name)
    for (const parameter of pathParameters(operation.http.path)) {
      expect(Object.keys(operation.input.shape)).toContain(parameter)
    }
  })

  it('gives no two operations the same route', () => {
    const routes = operationNames.map((name) => {
      const { method, path } = contract[name].http
      return `${method} ${path.replace(/\{[a-z_]+\}/gu, '{}')}`
    })
    expect(new Set(routes).size).toBe(routes.length)
  })
})
