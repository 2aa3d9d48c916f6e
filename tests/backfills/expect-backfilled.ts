import { expect } from 'vitest'
import type { Store } from '#core/ports/store.ts'
import { keyOf, ThreadModel } from '../support/sync/thread-model.ts'
import { idOf, type OldMessage } from './earlier-mail.ts'

/** Fails unless everything that later versions added is there, as an independent model has it. */
export async function expectBackfilled(store: Store, all: readonly OldMessage[]): Promise<void> {
  const model = new ThreadModel()
  model.store(all.map(({ accountId, message }) => ({ ...message, accountId })))
  const rows = await Promise.all(
    all.map(async ({ accountId, message }) => {
      const row = await store.read.messages.get(idOf(accountId, message))
      if (!row) throw new Error('a message is gone')
      return row
    }),
  )
  for (const [index, { message }] of all.entries()) {
    expect(await store.read.messages.headers(rows[index]?.id ?? 0)).toMatchObject({
      inReplyTo: message.inReplyTo,
      references: message.references,
      autoSubmitted: 'auto-generated',
    })
  }
  const partition = [...Map.groupBy(rows, (row) => row.threadId).values()]
    .map((members) => members.map(keyOf).sort())
    .sort((one, two) => ((one[0] ?? '') < (two[0] ?? '') ? -1 : 1))
  expect(partition).toEqual(model.partition())

  const inTrash = new Set(all.filter(({ message }) => message.placement.isTrash).map(nameOfOld))
  const inInbox = rows.filter((row) => !inTrash.has(keyOf(row)))
  const threads = await store.read.threads.page({ mailboxId: 'work', box: 'INBOX', limit: 1_000 })
  expect(threads.reduce((sum, { total }) => sum + total, 0)).toBe(inInbox.length)
  expect(threads.reduce((sum, { unread }) => sum + unread, 0)).toBe(
    inInbox.filter((row) => !row.isRead).length,
  )
  expect(await store.read.threads.count('work', 'INBOX')).toEqual({
    total: threads.length,
    unread: threads.filter(({ unread }) => unread > 0).length,
  })
  for (const accountId of new Set(rows.map((row) => row.accountId))) {
    const ofAccount = rows.filter((row) => row.accountId === accountId)
    for (const label of new Set(ofAccount.flatMap((row) => row.labels))) {
      const labelled = ofAccount.filter((row) => row.labels.includes(label))
      const listed = await store.read.messages.page({
        accountIds: [accountId],
        label,
        limit: 1_000,
      })
      expect(listed.map(keyOf).sort()).toEqual(labelled.map(keyOf).sort())
    }
  }
}

const nameOfOld = ({ accountId, message }: OldMessage) =>
  keyOf({ accountId, providerMessageId: message.providerMessageId })
