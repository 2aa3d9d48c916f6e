import { join, resolve } from 'node:path'
import { openStore } from '../../src/main/core/database/open-store.ts'
import { DEFAULT_SYNC_PREFERENCES, UNKNOWN_IDENTITY } from '../../src/main/core/ports/accounts.ts'
import type { IncomingMessage } from '../../src/main/core/ports/messages.ts'
import type { Store } from '../../src/main/core/ports/store.ts'
import { syntheticMail } from './synthetic-mail.ts'

const BATCH = 1000
const quiet = (): void => undefined

/**
 * Fills a data folder as a first sync would, for the local profile. The account stays
 * disconnected, so that starting on it measures the start and not a sync.
 */
export async function seedDatabase(dataDir: string, rows: number): Promise<{ mailboxId: string }> {
  const store = await openStore({
    databaseUrl: null,
    file: join(dataDir, 'mail.db'),
    clock: { now: () => Date.now(), sleep: async () => undefined },
    logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    migrationsFolder: resolve(import.meta.dirname, '../../drizzle'),
  })
  await seedOwner(store)
  let batch: IncomingMessage[] = []
  const flush = async (): Promise<void> => {
    const full = batch
    batch = []
    await store.transaction((tx) => tx.messages.upsert('account', full))
  }
  for (const message of syntheticMail(rows, 1)) {
    batch.push(message)
    if (batch.length === BATCH) await flush()
  }
  if (batch.length > 0) await flush()
  await store.close()
  return { mailboxId: 'mailbox' }
}

/** The local profile with one mailbox and one account, both named by their kind. */
export async function seedOwner(store: Store): Promise<void> {
  const createdAt = Date.now()
  await store.transaction(async (tx) => {
    await tx.users.insert({ id: 'local', email: null, name: 'Me', createdAt })
    await tx.mailboxes.insert({
      id: 'mailbox',
      userId: 'local',
      displayName: 'Bench',
      colour: null,
      signatureHtml: '',
      defaultAccountId: null,
      position: 0,
      createdAt,
    })
    await tx.accounts.insert({
      id: 'account',
      mailboxId: 'mailbox',
      userId: 'local',
      provider: 'gmail',
      displayLabel: 'Bench',
      emailAddress: 'bench@example.org',
      status: 'disconnected',
      colour: '#3b6fd8',
      isDemo: false,
      ...UNKNOWN_IDENTITY,
      ...DEFAULT_SYNC_PREFERENCES,
      lastSyncedAt: null,
      lastError: null,
      createdAt,
    })
  })
}
