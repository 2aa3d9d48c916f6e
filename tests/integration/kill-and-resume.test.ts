import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startConnectedApp, type ConnectedApp } from '../support/app/connected-app.ts'
import { EFFORT } from '../support/effort.ts'
import { eventually } from '../support/eventually.ts'

const EMAIL = 'ana@example.com'
const MESSAGES = 1_200
/** How many messages are here when the process is killed; a long run also kills in between. */
const KILLS = [20, 350, 700, 1_000].flatMap((from) =>
  Array.from({ length: EFFORT }, (_, step) => from + Math.floor((step * 180) / EFFORT)),
)

interface Page {
  items: { provider_message_id: string; is_read: boolean; labels: string[] }[]
  total: number
  next_cursor: string | null
}

const prepared = (): Promise<ConnectedApp> =>
  startConnectedApp({
    email: EMAIL,
    simulator: { latencyMs: 10, quotaProfile: 'legacy', enforceQuota: false },
    env: { MAILMANAGER_GMAIL_QUOTA: 'legacy' },
    prepare: (simulator) => {
      simulator.accounts.create({ email: EMAIL, messages: MESSAGES })
    },
  })

describe('kill -9 during the first sync', () => {
  let connected: ConnectedApp
  /** Units of a first sync that nothing interrupts. */
  let undisturbed: number

  beforeAll(async () => {
    connected = await prepared()
    await connected.untilComplete()
    undisturbed = connected.simulator.ledger.snapshot().units
    await connected.dispose()
  })

  afterEach(async () => {
    await connected.dispose()
  })

  it.each(KILLS)(
    'near message %d, then start again: it resumes, and local equals provider',
    async (killAt) => {
      connected = await prepared()
      await eventually(async () => {
        const status = await connected.app.api<{ accounts: { synced: number }[] }>(
          'GET',
          '/api/status',
        )
        return (status.body.accounts[0]?.synced ?? 0) >= killAt
      }, `${killAt} messages to be here`)
      await connected.app.kill()
      const spent = connected.simulator.ledger.snapshot().units

      await connected.restart()
      await connected.untilComplete()
      const local = await everything(connected)
      const truth = [...connected.simulator.accounts.get(EMAIL).messages()]
      expect(local.size).toBe(truth.length)
      for (const message of truth) {
        const here = local.get(message.id)
        expect(here?.labels.toSorted()).toEqual([...message.labelIds].toSorted())
        expect(here?.is_read).toBe(!message.labelIds.includes('UNREAD'))
      }
      // Resumed, not begun anew: only what was not stored is fetched, and the step under way again.
      const afterwards = connected.simulator.ledger.snapshot().units - spent
      expect(afterwards).toBeLessThan(undisturbed * (1.3 - killAt / MESSAGES))
    },
    60_000,
  )
})

/** Every message in every box, by provider id. */
async function everything({
  app,
  mailboxId,
}: ConnectedApp): Promise<Map<string, Page['items'][0]>> {
  const found = new Map<string, Page['items'][0]>()
  for (const box of ['ALL_MAIL', 'SPAM', 'TRASH']) {
    let cursor: string | null = ''
    while (cursor !== null) {
      const path = `/api/mailboxes/${mailboxId}/emails?box=${box}&limit=500`
      const page: Page = (await app.api<Page>('GET', `${path}${cursor && `&cursor=${cursor}`}`))
        .body
      for (const item of page.items) found.set(item.provider_message_id, item)
      cursor = page.next_cursor
    }
  }
  return found
}
