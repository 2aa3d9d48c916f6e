import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { OperationError } from '#shared/errors.ts'
import { browserRequest } from '../../../../../tests/auth/browser-request.ts'
import { frozenClock } from '../../../../../tests/auth/frozen-clock.ts'
import { recordingLogger } from '../../../../../tests/auth/recording-logger.ts'
import { createLoopbackSignIn, type LoopbackRequest } from './loopback-sign-in.ts'

async function started(changes: Partial<LoopbackRequest> & { pickPort?: () => number } = {}) {
  const clock = frozenClock()
  const logger = recordingLogger()
  const { pickPort, ...request } = changes
  const loopback = createLoopbackSignIn({ clock, logger, ...(pickPort ? { pickPort } : {}) })
  const finished: string[][] = []
  let seen = { redirectUri: '', state: '', challenge: '' }
  const pending = await loopback.start({
    authorize(redirectUri, state, challenge) {
      seen = { redirectUri, state, challenge }
      return `https://provider.example/authorize?state=${state}`
    },
    finish: (code, verifier, redirectUri) => {
      finished.push([code, verifier, redirectUri])
      return Promise.resolve({ title: 'ana@example.com' })
    },
    ...request,
  })
  onTestFinished(() => pending.cancel('test over'))
  const redirect = (query: Record<string, string>) =>
    `${seen.redirectUri}?${new URLSearchParams(query).toString()}`
  return { clock, logger, pending, finished, redirect, ...seen }
}

const settled = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (error: unknown) => error,
  )

describe('a sign-in over the loopback', () => {
  it('hands the code over once, and tells the browser after it has worked', async () => {
    const order: string[] = []
    const { pending, redirect, state } = await started({
      finish: () => {
        order.push('finished')
        return Promise.resolve({ title: 'ana@example.com' })
      },
    })
    const page = await browserRequest(redirect({ code: 'the-code', state }))
    order.push('answered')
    await pending.outcome
    expect(page.status).toBe(200)
    expect(page.body).toContain('ana@example.com is connected')
    expect(order).toEqual(['finished', 'answered'])
  })

  it('listens on 127.0.0.1 only, at /callback, and proves itself by PKCE S256', async () => {
    const { pending, redirect, state, redirectUri, challenge, finished } = await started()
    expect(redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/u)
    await browserRequest(redirect({ code: 'the-code', state }))
    await pending.outcome
    const [[code, verifier = '', uri] = []] = finished
    expect(code).toBe('the-code')
    expect(uri).toBe(redirectUri)
    expect(verifier).toMatch(/^[\w.~-]{43,128}$/u)
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(challenge)
  })

  it('takes another port, state and verifier every time', async () => {
    const [one, two] = [await started(), await started()]
    expect(one.redirectUri).not.toBe(two.redirectUri)
    expect(one.state).not.toBe(two.state)
    expect(one.challenge).not.toBe(two.challenge)
    expect(Buffer.from(one.state, 'base64url')).toHaveLength(32)
  })

  it.each([
    ['another state', (state: string) => ({ code: 'c', state: `${state.slice(1)}x` })],
    ['no state', () => ({ code: 'c' })],
    ['an empty state', () => ({ code: 'c', state: '' })],
    ['a refusal without our state', () => ({ error: 'access_denied', state: 'x' })],
  ])('ignores a redirect with %s and keeps waiting', async (_what, query) => {
    const { pending, redirect, state, finished } = await started()
    const stray = await browserRequest(redirect(query(state)))
    expect(stray.status).toBe(400)
    expect(stray.body).toContain('Nothing to do here')
    expect(finished).toEqual([])
    expect((await browserRequest(redirect({ code: 'c', state }))).status).toBe(200)
    await pending.outcome
  })

  it('refuses another Host, so that no web page can reach it under a name of its own', async () => {
    const { redirect, state, finished } = await started()
    for (const Host of ['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1']) {
      expect(
        (await browserRequest(redirect({ code: 'c', state }), { headers: { Host } })).status,
      ).toBe(403)
    }
    expect(finished).toEqual([])
  })

  it('refuses other paths and methods', async () => {
    const { redirectUri, redirect, state, finished } = await started()
    const root = redirectUri.replace('/callback', '')
    for (const path of ['/', '/favicon.ico', '/callback/', '/callback/../x', '//callback']) {
      expect((await browserRequest(`${root}${path}?code=c&state=${state}`)).status).toBe(404)
    }
    for (const method of ['POST', 'HEAD', 'OPTIONS', 'PUT']) {
      expect((await browserRequest(redirect({ code: 'c', state }), { method })).status).toBe(405)
    }
    expect(finished).toEqual([])
  })

  it('says so when the link is used a second time, and does the work once', async () => {
    const gate = Promise.withResolvers<{ title: string }>()
    let times = 0
    const { pending, redirect, state } = await started({
      finish: () => {
        times += 1
        return gate.promise
      },
    })
    const first = browserRequest(redirect({ code: 'c', state }))
    await expect.poll(() => times).toBe(1)
    const second = await browserRequest(redirect({ code: 'c', state }))
    expect(second.status).toBe(409)
    expect(second.body).toContain('used already')
    gate.resolve({ title: 'ana@example.com' })
    expect((await first).status).toBe(200)
    await pending.outcome
    expect(times).toBe(1)
  })

  it('listens no more once it is over', async () => {
    const { pending, redirect, state } = await started()
    await browserRequest(redirect({ code: 'c', state }))
    await pending.outcome
    await expect(browserRequest(redirect({ code: 'c', state }))).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
  })

  it('gives up after ten minutes', async () => {
    const { clock, pending, redirect, state } = await started()
    expect(pending.expiresAt).toBe(clock.now() + 600_000)
    clock.advance(600_000)
    await expect(pending.outcome).rejects.toMatchObject({
      code: 'account_connect_auth_error',
      message: expect.stringMatching(/not finished in time/u) as string,
    })
    await expect(browserRequest(redirect({ code: 'c', state }))).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
    expect(clock.sleeping()).toBe(0)
  })

  it('does not take a code that comes too late, also when the timer is late itself', async () => {
    const clock = frozenClock()
    // As after a suspend: the clock has moved on, the timer has not fired.
    const late = { now: () => clock.now(), sleep: () => new Promise<void>(() => undefined) }
    const loopback = createLoopbackSignIn({ clock: late, logger: recordingLogger() })
    let target = ''
    const pending = await loopback.start({
      authorize: (uri, state) => (target = `${uri}?code=c&state=${state}`),
      finish: () => Promise.reject(new Error('must not be called')),
    })
    clock.advance(600_000)
    const page = await browserRequest(target)
    expect(page.status).toBe(410)
    expect(page.body).toContain('took too long')
    await expect(pending.outcome).rejects.toMatchObject({ detail: { reason: 'expired' } })
  })

  it('ends with the reason when it is cancelled', async () => {
    const { clock, pending, redirect, state } = await started()
    pending.cancel('The account was deleted.')
    await expect(pending.outcome).rejects.toMatchObject({
      code: 'account_connect_auth_error',
      message: 'The account was deleted.',
    })
    const page = await browserRequest(redirect({ code: 'c', state }))
    expect(page.status).toBe(410)
    expect(page.body).toContain('start again in MailManager')
    expect(clock.sleeping()).toBe(1)

    clock.advance(600_000)
    await expect(browserRequest(redirect({ code: 'c', state }))).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
  })

  it('tells the work to keep nothing when it is cancelled in the middle', async () => {
    const entered = Promise.withResolvers<undefined>()
    const { pending, redirect, state } = await started({
      finish: (_code, _verifier, _uri, signal) => {
        entered.resolve(undefined)
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error))
        })
      },
    })
    const page = browserRequest(redirect({ code: 'c', state }))
    await entered.promise
    pending.cancel('Cancelled in MailManager.')
    await expect(pending.outcome).rejects.toMatchObject({ message: 'Cancelled in MailManager.' })
    expect((await page).body).toContain('Cancelled in MailManager.')
  })

  it('passes a refusal on, in plain words', async () => {
    const { pending, redirect, state, finished } = await started()
    const page = await browserRequest(redirect({ error: 'access_denied', state }))
    expect(page.status).toBe(400)
    expect(page.body).toContain('cancelled in the browser')
    await expect(pending.outcome).rejects.toMatchObject({ code: 'account_connect_auth_error' })
    expect(finished).toEqual([])
  })

  it('takes a redirect with neither code nor error for a refusal', async () => {
    const { pending, redirect, state } = await started()
    expect((await browserRequest(redirect({ state, code: '' }))).status).toBe(400)
    expect(await settled(pending.outcome)).toBeInstanceOf(OperationError)
  })

  it('shows what went wrong at the end, and keeps the code of the failure', async () => {
    const failure = new OperationError('token_store_unavailable', 'The keychain is locked.')
    const { pending, redirect, state } = await started({ finish: () => Promise.reject(failure) })
    const page = await browserRequest(redirect({ code: 'c', state }))
    expect(page.status).toBe(400)
    expect(page.body).toContain('The keychain is locked.')
    expect(await settled(pending.outcome)).toBe(failure)
  })

  it('neither shows nor logs the words of an unexpected failure', async () => {
    const { logger, pending, redirect, state } = await started({
      finish: () => Promise.reject(new TypeError('token ya29.secret is bad')),
    })
    const page = await browserRequest(redirect({ code: 'c', state }))
    const failure = await settled(pending.outcome)
    expect(failure).toMatchObject({ code: 'account_connect_auth_error' })
    expect(page.body + String(failure) + logger.lines.join('')).not.toContain('ya29')
    expect(logger.lines.join('')).toContain('TypeError')
  })

  it('does not crash the program when nobody waits for the outcome', async () => {
    const { pending } = await started()
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    onTestFinished(() => void process.off('unhandledRejection', note))
    pending.cancel('nobody listens')
    await new Promise((resolve) => setImmediate(resolve))
    expect(unhandled).toEqual([])
  })
})

describe('the port', () => {
  it('is another one when the first is taken', async () => {
    const taken = await occupiedPort()
    const ports = [taken, taken, 0]
    const { redirectUri, pending } = await started({ pickPort: () => ports.shift() ?? 0 })
    expect(ports).toEqual([])
    expect(redirectUri).not.toContain(`:${taken}/`)
    pending.cancel('done')
  })

  it('is said to be missing when none can be had, and nothing is left waiting', async () => {
    const taken = await occupiedPort()
    const clock = frozenClock()
    const loopback = createLoopbackSignIn({
      clock,
      logger: recordingLogger(),
      pickPort: () => taken,
    })
    await expect(
      loopback.start({ authorize: () => '', finish: () => Promise.resolve({ title: '' }) }),
    ).rejects.toMatchObject({
      code: 'account_connect_auth_error',
      message: expect.stringMatching(/local port/u) as string,
    })
    expect(clock.sleeping()).toBe(0)
  })
})

async function occupiedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
