import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '#core/platform/system-clock.ts'
import { ProviderError, type MailProvider } from '#core/ports/provider.ts'
import type { AccessTokenSource } from '#core/ports/services.ts'
import { createOutlookProvider } from '#core/providers/outlook/index.ts'
import { silentLogger } from '../support/stores.ts'
import { createOutlookWorld, type OutlookWorld } from './outlook-world.ts'

const MIME = new TextEncoder().encode('Subject: Hello\r\n\r\nHello.\r\n')

function outlookAt(graphUrl: string, tokens: Partial<AccessTokenSource> = {}): MailProvider {
  return createOutlookProvider({
    tokens: {
      accessToken: () => Promise.resolve('token'),
      reject: () => undefined,
      ...tokens,
    },
    endpoints: { graphUrl, loginUrl: graphUrl },
    clock: systemClock,
    logger: silentLogger,
  })
}

/** An address of this computer where nobody listens. */
async function nobody(): Promise<string> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  await new Promise((closed) => server.close(closed))
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`
}

describe('what Microsoft’s client throws keeps its meaning', () => {
  it.each(['auth', 'offline', 'throttled'] as const)(
    'where the token source says %s',
    async (kind) => {
      const accessToken = () => Promise.reject(new ProviderError(kind, 'No token.'))
      const outlook = outlookAt('http://127.0.0.1:9', { accessToken })
      await expect(outlook.profile()).rejects.toMatchObject({
        failure: { kind, message: 'No token.' },
      })
    },
  )

  it('where nobody answers: offline, for a send as well, since nothing left', async () => {
    const outlook = outlookAt(await nobody())
    await expect(outlook.profile()).rejects.toMatchObject({ failure: { kind: 'offline' } })
    await expect(outlook.createDraft(MIME, null)).rejects.toMatchObject({
      failure: { kind: 'offline' },
    })
  })
})

describe('a token that ends', () => {
  let world: OutlookWorld
  afterEach(() => world.dispose())

  it('between two parts of a batch is replaced, and only what failed is asked again', async () => {
    world = await createOutlookWorld({ start: false, mail: { messages: 30 } })
    const ids = [...world.truth.messages('inbox')].slice(0, 6).map(({ id }) => id)
    world.truth.markRead(ids, false)
    world.simulator.faults.add({
      match: { part: true },
      skip: 2,
      times: 3,
      action: { status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } },
    })
    const before = world.simulator.ledger.snapshot()
    const provider = await world.open()
    const outcomes = await provider.setRead(ids, true)
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(ids.every((id) => world.truth.message(id)?.isRead === true)).toBe(true)
    const after = world.simulator.ledger.snapshot()
    expect(after.batchParts - before.batchParts).toBe(ids.length + 3)
    expect(after.methods['microsoft.token']?.calls ?? 0).toBe(1)
  })
})
