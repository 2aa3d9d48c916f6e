import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { causesOf, isConnectFailure } from './connection-errors.ts'

const withCode = (code: string, more: object = {}): Error =>
  Object.assign(new Error('x'), { code, ...more })
const asFetchThrows = (cause: unknown): Error => new TypeError('fetch failed', { cause })

describe('a broken connection', () => {
  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('reached nobody: %s', (code) => {
    expect(isConnectFailure(asFetchThrows(withCode(code)))).toBe(true)
  })

  it.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'ABORT_ERR'])(
    'may have reached somebody: %s',
    (code) => {
      expect(isConnectFailure(asFetchThrows(withCode(code)))).toBe(false)
    },
  )

  it('tells a time-out of connecting from one of waiting for the answer', () => {
    expect(isConnectFailure(withCode('ETIMEDOUT', { syscall: 'connect' }))).toBe(true)
    expect(isConnectFailure(withCode('ETIMEDOUT', { syscall: 'read' }))).toBe(false)
  })

  it('is found in several attempts at once, however deep', () => {
    const attempts = new AggregateError([
      asFetchThrows(withCode('ECONNREFUSED')),
      withCode('ENETUNREACH'),
    ])
    expect(isConnectFailure(asFetchThrows(new Error('wrapped', { cause: attempts })))).toBe(true)
  })

  it('is looked through once, even where causes go in a circle', () => {
    const error = new Error('one')
    error.cause = new Error('other', { cause: error })
    expect(isConnectFailure(error)).toBe(false)
    expect([...causesOf(error)].length).toBeLessThan(20)
    expect(isConnectFailure('text')).toBe(false)
    expect(isConnectFailure(null)).toBe(false)
  })

  it('is told so by the real fetch, where nobody listens and where the line is cut', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.destroy()))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const thrown = (at: string): Promise<unknown> => fetch(at).catch((error: unknown) => error)
    expect(isConnectFailure(await thrown(`http://127.0.0.1:${port}`))).toBe(false)
    await new Promise((closed) => server.close(closed))
    expect(isConnectFailure(await thrown(`http://127.0.0.1:${port}`))).toBe(true)
    expect(isConnectFailure(await thrown('http://no-such-host.invalid'))).toBe(true)
  })
})
