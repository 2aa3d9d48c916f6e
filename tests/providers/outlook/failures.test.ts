import { afterEach, expect, it } from 'vitest'
import { systemClock } from '#core/platform/system-clock.ts'
import { ProviderError, type MailProvider } from '#core/ports/provider.ts'
import type { AccessTokenSource } from '#core/ports/services.ts'
import { createOutlookProvider } from '#core/providers/outlook/index.ts'
import { startSimulator, type Simulator } from '#simulator/start-simulator.ts'
import { silentLogger } from '../../support/database/test-store.ts'
import { createOutlookWorld } from './outlook-world.ts'
import { draftOf } from '../../support/draft-of.ts'
import { storedIds } from '../../support/database/stored-messages.ts'

const GOOD: AccessTokenSource = {
  getAccessToken: () => Promise.resolve('a token'),
  invalidate: () => undefined,
}

let simulator: Simulator | null = null
afterEach(() => simulator?.close())

/** An Outlook account whose Graph is at this address. */
const at = (graphUrl: string, tokens: AccessTokenSource): MailProvider =>
  createOutlookProvider({
    tokens,
    endpoints: { graphUrl, loginUrl: graphUrl },
    clock: systemClock,
    logger: silentLogger,
  })

it('says that the sign-in has ended where the token source says so', async () => {
  simulator = await startSimulator()
  const ended: AccessTokenSource = {
    ...GOOD,
    getAccessToken: () => Promise.reject(new ProviderError('auth', 'Sign in again.')),
  }
  await expect(at(simulator.graphUrl, ended).fetchProfile()).rejects.toMatchObject({
    failure: { kind: 'auth', message: 'Sign in again.' },
  })
})

it('says so as well where the sign-in ends between a refused token and the next', async () => {
  simulator = await startSimulator()
  let isRefused = false
  const ending: AccessTokenSource = {
    getAccessToken: () =>
      isRefused
        ? Promise.reject(new ProviderError('auth', 'Sign in again.'))
        : Promise.resolve('refused'),
    invalidate: () => {
      isRefused = true
    },
  }
  await expect(
    at(simulator.graphUrl, ending).applyChange({ kind: 'read', value: true }, ['id']),
  ).rejects.toMatchObject({
    failure: { kind: 'auth' },
  })
})

it('is offline where nothing answers, for reading and for sending', async () => {
  const gone = await startSimulator()
  await gone.close()
  const provider = at(gone.graphUrl, GOOD)
  await expect(
    provider.fetchMessage({ providerMessageId: 'x', providerThreadId: 'x' }),
  ).rejects.toMatchObject({ failure: { kind: 'offline' } })
  await expect(
    provider.createDraft(draftOf(Buffer.from('Subject: x\r\n\r\nx'))),
  ).rejects.toMatchObject({
    failure: { kind: 'offline' },
  })
})

it('says that the mailbox cannot be reached where Graph answers 404 for the whole of it', async () => {
  const world = await createOutlookWorld({ mail: { messages: 5 } })
  try {
    world.simulator.faults.add({
      match: {},
      action: {
        status: 404,
        body: {
          error: {
            code: 'MailboxNotEnabledForRESTAPI',
            message: 'REST API is not yet supported for this mailbox.',
          },
        },
      },
    })
    await expect(world.engine.syncNow(world.account.id)).rejects.toMatchObject({
      failure: { kind: 'mailbox_unavailable' },
    })
    const account = await world.store.read.accounts.get(world.account.id)
    expect(account?.lastError).toMatchObject({
      code: 'mailbox_unavailable',
      message: expect.stringContaining('This mailbox cannot be reached') as string,
    })
    expect((await storedIds(world.store, world.account.id)).size).toBe(5)
  } finally {
    await world.dispose()
  }
})
