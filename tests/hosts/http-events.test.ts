import { request, type IncomingMessage } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { createEventStreams } from '#hosts/http/event-stream.ts'
import { createFakeCore, LOCAL_USER } from '../support/app/fake-core.ts'
import { startTestServer, TOKEN, type TestServer } from './test-server.ts'

interface Listening {
  response: IncomingMessage
  /** Resolves once the stream has sent this text. */
  until(text: string): Promise<string>
  ended: Promise<void>
}

let server: TestServer
afterEach(() => server.close())

function listen(headers: Record<string, string>): Promise<Listening> {
  return new Promise((done, fail) => {
    const call = request(
      { host: '127.0.0.1', port: server.port, path: '/api/events', headers },
      (response) => {
        let received = ''
        const waiting = new Set<() => void>()
        response.setEncoding('utf8')
        response.on('data', (text: string) => {
          received += text
          for (const check of [...waiting]) check()
        })
        const ended = new Promise<void>((end) => response.on('close', end))
        const until = (text: string): Promise<string> =>
          new Promise((found) => {
            const check = (): void => {
              if (!received.includes(text)) return
              waiting.delete(check)
              found(received)
            }
            waiting.add(check)
            check()
          })
        done({ response, until, ended })
      },
    )
    call.on('error', fail)
    call.end()
  })
}

const bearer = { authorization: `Bearer ${TOKEN}` }

describe('GET /api/events', () => {
  it('sends what is announced to the caller, in snake_case, and nothing of others', async () => {
    server = await startTestServer()
    const stream = await listen(bearer)
    expect(stream.response.headers['content-type']).toContain('text/event-stream')
    expect(stream.response.headers['cache-control']).toBe('no-store')
    await stream.until('retry: 3000')
    server.core.publish('somebody-else', { type: 'drafts.changed', mailboxId: 'theirs' })
    server.core.publish(LOCAL_USER, { type: 'drafts.changed', mailboxId: 'mine' })
    const text = await stream.until('mine')
    expect(text).toContain(
      'event: drafts.changed\ndata: {"type":"drafts.changed","mailbox_id":"mine"}\n\n',
    )
    expect(text).toMatch(/^id: \d+$/mu)
    expect(text).not.toContain('theirs')
    stream.response.destroy()
  })

  it('shows now and then that it is alive, and ends with the session', async () => {
    server = await startTestServer({ heartbeatMs: 5 })
    const entered = await server.request({ path: `/?token=${TOKEN}`, token: false })
    const cookie = entered.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
    const stream = await listen({ cookie })
    await stream.until(': still here')
    server.core.expire(cookie.split('=')[1] ?? '')
    await stream.ended
  })

  it('ends when the host closes, and the host does close', async () => {
    server = await startTestServer()
    const stream = await listen(bearer)
    await stream.until('retry')
    await Promise.all([server.close(), stream.ended])
    server = await startTestServer()
  })

  it('drops a client that does not read, instead of keeping everything for it', async () => {
    server = await startTestServer()
    const stream = await listen(bearer)
    await stream.until('retry')
    stream.response.pause()
    const messageIds = Array.from({ length: 20_000 }, (_entry, index) => `message-${index}`)
    // The system's own buffers take some megabytes before the backlog is ours.
    for (let sent = 0; sent < 100 && !stream.response.socket.destroyed; sent += 1) {
      server.core.publish(LOCAL_USER, {
        type: 'messages.changed',
        mailboxId: 'm',
        accountId: 'a',
        messageIds,
        boxes: ['INBOX'],
      })
      await new Promise((turn) => setImmediate(turn))
    }
    stream.response.resume()
    stream.response.on('error', () => undefined)
    await stream.ended
    expect(stream.response.complete).toBe(false)
  })
})

describe('the streams', () => {
  it('stop listening to the core once closed', async () => {
    server = await startTestServer()
    const core = createFakeCore()
    let listening = 0
    core.events.subscribe = () => {
      listening += 1
      return () => (listening -= 1)
    }
    const streams = createEventStreams(core)
    expect(listening).toBe(1)
    streams.close()
    expect(listening).toBe(0)
  })
})
