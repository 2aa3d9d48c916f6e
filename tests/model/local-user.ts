import { randomUUID } from 'node:crypto'
import { readStatusHandler } from '#core/services/emails/read-status.ts'
import type { Random } from '../../simulator/control/seeded-random.ts'
import { callHandler } from '../support/call-handler.ts'
import { silentLogger } from '../support/database/test-store.ts'
import { pickSome } from './provider-side.ts'
import type { ModelAccount, ModelWorld } from './model-world.ts'
import { storedPlacements } from '../support/database/stored-messages.ts'

/** More than ten are told to Gmail in one call, fewer one by one. */
const MOST_AT_ONCE = 14

/** What the person does here: marks mail, through the use case the window calls. */
export interface LocalUser {
  /** Marks some of an account's mail and says which. */
  mark(account: ModelAccount, isRead: boolean, random: Random): Promise<string>
  /** Mail was marked, read or moved elsewhere: who decided last is no longer certain. */
  forget(account: ModelAccount): void
  /** Marks that never reached the provider, and that nobody there has overruled. */
  lostChanges(): string[]
}

export function createLocalUser(world: ModelWorld): LocalUser {
  /** By account and message, what the person decided and the provider has to learn. */
  const decided = new Map<string, { account: ModelAccount; id: string; isRead: boolean }>()
  const unused = (): never => {
    throw new Error('Marking mail needs none of this')
  }
  const handler = readStatusHandler({
    store: world.store,
    clock: world.clock,
    ids: () => randomUUID(),
    events: { publish: () => undefined, subscribe: () => () => undefined },
    logger: silentLogger,
    // The engine is replaced when the program restarts.
    sync: {
      ...world.engine,
      changeQueued: (accountId) => world.engine.changeQueued(accountId),
    },
    identities: { refreshSoon: unused },
    outbox: { wake: unused },
    providers: { open: unused, close: unused },
    signIn: { begin: unused, revoke: unused },
    files: {
      write: unused,
      open: unused,
      read: unused,
      delete: unused,
      listWrittenBefore: unused,
    },
    htmlReader: { sanitise: unused },
  })

  return {
    async mark(account, isRead, random) {
      const ids = pickSome(random, [...account.side.messages().keys()].sort(), MOST_AT_ONCE)
      const shown = await storedPlacements(world.store, account.id)
      const items = ids.map((id) => ({ accountId: account.id, providerMessageId: id }))
      const input = { mailboxId: 'mailbox', isRead, items }
      await callHandler(handler, { store: world.store, userId: 'user' }, 'emails.readStatus', input)
      for (const id of ids) {
        const key = `${account.id} ${id}`
        const before = shown.get(id)
        // Marking what looks marked already tells the provider nothing.
        if (before !== undefined && before.isRead !== isRead) {
          decided.set(key, { account, id, isRead })
        } else if (decided.get(key)?.isRead !== isRead) decided.delete(key)
      }
      return `marked ${isRead ? 'read' : 'unread'} ${ids.join()}`
    },
    forget(account) {
      for (const [key, mark] of decided) if (mark.account === account) decided.delete(key)
    },
    lostChanges: () =>
      [...decided.values()].flatMap(({ account, id, isRead }) => {
        const there = account.side.messages().get(id)
        if (there === undefined || there.placement.isRead === isRead) return []
        return [`${account.id}: ${id} was marked ${isRead ? 'read' : 'unread'} here, in vain`]
      }),
  }
}
