import { afterEach, describe, expect, it } from 'vitest'
import type { MailProvider } from '#core/ports/provider.ts'
import { contentHandlers } from '#core/services/emails/open-message.ts'
import type { ServiceDependencies } from '#core/services/dependencies.ts'
import { mail, NOW, seedAccount } from '../database/fixtures.ts'
import { callHandler } from '../support/call-handler.ts'
import { DIALECTS, openTestStore, type TestStore } from '../support/database/test-store.ts'

const DAY_MS = 86_400_000

describe.each(DIALECTS)('opening mail that is older than the offline window (%s)', (dialect) => {
  let opened: TestStore
  afterEach(() => opened.dispose())

  it('fetches its body once and does not keep it', async () => {
    opened = await openTestStore(dialect)
    const { store } = opened
    const bodiesSince = NOW - 10 * DAY_MS
    const { userId, mailboxId, account } = await seedAccount(store, { bodiesSince })
    const message = mail('old', { receivedAt: NOW - 30 * DAY_MS })
    const [id = 0] = await store.transaction((tx) =>
      tx.messages.upsert(account.id, [message], { bodiesSince }),
    )
    let fetched = 0
    const provider: Pick<MailProvider, 'fetchMessage'> = {
      fetchMessage: async () => {
        fetched += 1
        return message
      },
    }
    const handlers = contentHandlers({
      store,
      providers: { open: async () => provider as MailProvider, close: () => undefined },
      htmlReader: {
        sanitise: async (html: string) => ({
          html,
          remoteImages: 0,
          trackers: 0,
          referencedCids: [],
          defects: [],
        }),
        close: async () => undefined,
      },
    } as Partial<ServiceDependencies> as ServiceDependencies)
    const input = { mailboxId, providerMessageId: String(id), images: 'block' as const }
    const open = () => callHandler(handlers, { store, userId }, 'emails.content', input)

    const first = await open()
    expect(first.textBody).toBe(message.body.text)
    await open()
    expect(fetched).toBe(1)
    expect(await store.read.messages.content(id)).toBeNull()
  })
})
