import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallExtras } from '#core/ports/core.ts'
import type { Result } from '#shared/errors.ts'
import { startTestServer, TOKEN, type TestServer } from './test-server.ts'

/** A call that has reached the core and waits for its end. */
interface Arrived {
  signal: AbortSignal
  answer: (result: Result<unknown>) => void
}

describe('a call over HTTP whose client goes away', () => {
  let server: TestServer
  let arrivals: PromiseWithResolvers<Arrived>
  const sockets: Socket[] = []

  beforeEach(async () => {
    server = await startTestServer()
    arrivals = Promise.withResolvers()
    const wait = ({ signal }: CallExtras): Promise<Result<unknown>> =>
      new Promise((answer) => {
        if (signal !== undefined) arrivals.resolve({ signal, answer })
      })
    server.core.setResult('mailboxes.list', wait)
    server.core.setResult('mailboxes.create', wait)
  })
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy()
    await server.close()
  })

  async function send(method: string, body = ''): Promise<Socket> {
    const socket = connect(server.port, '127.0.0.1')
    sockets.push(socket)
    await once(socket, 'connect')
    socket.write(
      `${method} /api/mailboxes HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n` +
        `Authorization: Bearer ${TOKEN}\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    )
    return socket
  }

  it('is aborted as soon as the connection closes, and nothing is logged as a failure', async () => {
    const socket = await send('GET')
    const { signal, answer } = await arrivals.promise
    expect(signal.aborted).toBe(false)
    const aborted = once(signal, 'abort')
    socket.destroy()
    await aborted
    answer({ ok: false, error: { code: 'cancelled', message: '' } })
    expect((await server.request({ path: '/api/openapi.json' })).status).toBe(200)
    expect(server.log.lines).toEqual([])
  })

  it('is not aborted by a request that was read to its end, nor by its answer', async () => {
    const socket = await send('POST', '{"display_name":"Work"}')
    const { signal, answer } = await arrivals.promise
    // A whole further exchange, so that every event of the first request's body has come.
    await server.request({ path: '/api/openapi.json' })
    expect(signal.aborted).toBe(false)
    const answered = once(socket, 'data')
    answer({ ok: true, value: {} })
    expect(String(await answered)).toMatch(/^HTTP\/1\.1 200 /u)
    const closed = once(socket, 'close')
    socket.end()
    await closed
    await server.request({ path: '/api/openapi.json' })
    expect(signal.aborted).toBe(false)
  })
})
