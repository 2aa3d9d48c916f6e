import type { MessageRow, Placement } from '#core/ports/messages.ts'
import type { Store } from '#core/ports/store.ts'
import type { ThreadRow } from '#core/ports/threads.ts'
import { boxSchema, type Box } from '#shared/contract/enums.ts'
import { keyOf, ThreadModel } from '../support/sync/thread-model.ts'
import { boxesOf } from './find-differences.ts'
import { storedPlacements } from '../support/database/stored-messages.ts'

const PAGE = 37

type Stored = { row: MessageRow; placement: Placement }

/**
 * Every way in which the conversations of a mailbox are not those of the plain model, or its lists
 * and counters of conversations not those of the message rows. What was deleted since may have
 * joined more than the model sees, so conversations may be larger than the model's, never smaller.
 */
export async function threadDifferences(
  store: Store,
  mailboxId: string,
  accountIds: readonly string[],
): Promise<string[]> {
  const stored = await allMessages(store, accountIds)
  const differences = await missingJoins(store, stored)
  for (const box of boxSchema.options) {
    differences.push(...(await listDifferences(store, mailboxId, box, stored)))
  }
  return differences
}

async function allMessages(store: Store, accountIds: readonly string[]): Promise<Stored[]> {
  const stored: Stored[] = []
  for (const accountId of accountIds) {
    for (const [id, placement] of await storedPlacements(store, accountId)) {
      const row = await store.read.messages.getByProviderId(accountId, id)
      if (row) stored.push({ row, placement })
    }
  }
  return stored
}

async function missingJoins(store: Store, stored: readonly Stored[]): Promise<string[]> {
  const differences: string[] = []
  const messages = []
  const threadOf = new Map<string, number | null>()
  for (const { row } of stored) {
    const headers = await store.read.messages.headers(row.id)
    if (headers === null) differences.push(`${keyOf(row)} has no headers`)
    if (row.threadId === null) differences.push(`${keyOf(row)} has no conversation`)
    threadOf.set(keyOf(row), row.threadId)
    messages.push({
      ...row,
      inReplyTo: headers?.inReplyTo ?? null,
      references: headers?.references ?? [],
    })
  }
  const model = new ThreadModel()
  model.store(messages)
  for (const members of model.partition()) {
    const ids = new Set(members.map((name) => threadOf.get(name)))
    if (ids.size > 1) differences.push(`${members.join(', ')} are ${ids.size} conversations`)
  }
  return differences
}

async function listDifferences(
  store: Store,
  mailboxId: string,
  box: Box,
  stored: readonly Stored[],
): Promise<string[]> {
  const inBox = stored.filter(({ placement }) => boxesOf(placement).includes(box))
  const wanted = [...Map.groupBy(inBox, ({ row }) => row.threadId)]
    .map(([id, members]) => ({
      id: id ?? 0,
      newest: Math.max(...members.map(({ row }) => row.id)),
      total: members.length,
      unread: members.filter(({ row }) => !row.isRead).length,
    }))
    .sort((one, other) => other.newest - one.newest)
  const text = (thread: (typeof wanted)[number]): string =>
    `${thread.id} of ${thread.unread}/${thread.total} at ${thread.newest}`
  const listed = (await wholeList(store, mailboxId, box)).map((thread) =>
    text({ ...thread, newest: thread.newest.id }),
  )
  const expected = wanted.map(text)
  const counted = await store.read.threads.count(mailboxId, box)
  const unread = wanted.filter((thread) => thread.unread > 0).length
  const odd = [
    ...listed.filter((line) => !expected.includes(line)),
    ...expected.filter((line) => !listed.includes(line)),
  ]
  return [
    ...odd.slice(0, 3).map((line) => `${box} differs in the conversation ${line}`),
    ...(odd.length === 0 && listed.join() !== expected.join()
      ? [`${box} does not list conversations newest first`]
      : []),
    ...(counted.total === wanted.length && counted.unread === unread
      ? []
      : [
          `${box} counts ${counted.unread}/${counted.total} conversations, really ${unread}/${wanted.length}`,
        ]),
  ]
}

async function wholeList(store: Store, mailboxId: string, box: Box): Promise<ThreadRow[]> {
  const listed: ThreadRow[] = []
  for (;;) {
    const page = await store.read.threads.page({
      mailboxId,
      box,
      limit: PAGE,
      after: listed.at(-1),
    })
    listed.push(...page)
    if (page.length < PAGE) return listed
  }
}
