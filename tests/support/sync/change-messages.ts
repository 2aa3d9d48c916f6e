import { randomUUID } from 'node:crypto'
import type { MessageChange } from '#shared/domain/message-change.ts'
import type { Repositories } from '#core/ports/store.ts'

/** Makes a change to messages and queues it, as the use cases do. Unknown provider ids are left out. */
export async function changeAndQueue(
  tx: Pick<Repositories, 'messages' | 'pendingChanges'>,
  accountId: string,
  providerMessageIds: readonly string[],
  change: MessageChange,
): Promise<number[]> {
  const found = await tx.messages.findByNames(accountId, [...providerMessageIds])
  return await tx.pendingChanges.record({
    accountId,
    messageIds: [...found.values()].map(({ id }) => id),
    change,
    now: 0,
    newId: randomUUID,
  })
}

/** Marks messages read or unread here and queues it. */
export const markReadAndQueue = (
  tx: Pick<Repositories, 'messages' | 'pendingChanges'>,
  accountId: string,
  providerMessageIds: readonly string[],
  isRead: boolean,
): Promise<number[]> =>
  changeAndQueue(tx, accountId, providerMessageIds, { kind: 'read', value: isRead })

/** Marks messages read or unread here only, as if the provider had said so: nothing is queued. */
export async function markReadLocally(
  tx: Pick<Repositories, 'messages' | 'pendingChanges'>,
  accountId: string,
  providerMessageIds: readonly string[],
  isRead: boolean,
): Promise<number[]> {
  const changed = await markReadAndQueue(tx, accountId, providerMessageIds, isRead)
  const queued = await tx.pendingChanges.list([accountId], 10_000)
  await tx.pendingChanges.delete(queued.map(({ id }) => id))
  return changed
}
