import type { HandlersOf } from '../../ports/handlers.ts'
import type { MessageRow } from '../../ports/messages.ts'
import { ownAccount, ownMailbox } from '../check-ownership.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { ownId } from './find-message.ts'

/** Ids a provider is told in one go. */
const IDS_PER_ACTION = 1000

interface FailedItem {
  accountId: string
  providerMessageId: string
  code: string
  message: string
}

/**
 * Marks read or unread here at once and queues the same for the provider, in one transaction:
 * neither can exist without the other.
 */
export function readStatusHandler(
  deps: ServiceDependencies,
): Pick<HandlersOf<'emails'>, 'emails.readStatus'> {
  return {
    'emails.readStatus': async (input, { userId }) => {
      await ownMailbox(deps.store.read, userId, input.mailboxId)
      const accountIds = [...new Set(input.items.map((item) => item.accountId))]
      for (const accountId of accountIds) {
        await ownAccount(deps.store.read, userId, input.mailboxId, accountId)
      }
      const accounts: { accountId: string; updated: number }[] = []
      const failed: FailedItem[] = []
      for (const accountId of accountIds) {
        const names = input.items
          .filter((item) => item.accountId === accountId)
          .map((item) => item.providerMessageId)
        const { found, missing } = await resolve(deps, accountId, names)
        failed.push(...missing)
        const changed = await apply(deps, accountId, found, input.isRead)
        accounts.push({ accountId, updated: found.length })
        if (changed.length === 0) continue
        deps.sync.actionQueued(accountId)
        deps.events.publish(userId, {
          type: 'messages.changed',
          mailboxId: input.mailboxId,
          accountId,
          messageIds: changed.map(String),
        })
      }
      const updatedCount = accounts.reduce((sum, account) => sum + account.updated, 0)
      return { updatedCount, accounts, failed }
    },
  }
}

async function resolve(
  deps: ServiceDependencies,
  accountId: string,
  names: string[],
): Promise<{ found: MessageRow[]; missing: FailedItem[] }> {
  const found: MessageRow[] = []
  const missing: FailedItem[] = []
  for (const name of new Set(names)) {
    const id = ownId(name)
    const row =
      (await deps.store.read.messages.getByProviderId(accountId, name)) ??
      (id === null ? null : await deps.store.read.messages.get(id))
    if (row?.accountId === accountId) found.push(row)
    else {
      missing.push({
        accountId,
        providerMessageId: name,
        code: 'email_not_found',
        message: 'This message is not here (any more).',
      })
    }
  }
  return { found, missing }
}

/** Answers the ids of rows that really changed; only those are told to the provider. */
async function apply(
  deps: ServiceDependencies,
  accountId: string,
  rows: MessageRow[],
  isRead: boolean,
): Promise<number[]> {
  return deps.store.transaction(async (tx) => {
    const changed = await tx.messages.setRead(
      rows.map((row) => row.id),
      isRead,
    )
    const ids = new Set(changed)
    const tell = rows.filter((row) => ids.has(row.id)).map((row) => row.providerMessageId)
    for (let start = 0; start < tell.length; start += IDS_PER_ACTION) {
      await tx.actions.insert({
        id: deps.ids(),
        accountId,
        kind: isRead ? 'set_read' : 'set_unread',
        providerMessageIds: tell.slice(start, start + IDS_PER_ACTION),
        attempts: 0,
        notBefore: 0,
        createdAt: deps.clock.now(),
      })
    }
    return changed
  })
}
