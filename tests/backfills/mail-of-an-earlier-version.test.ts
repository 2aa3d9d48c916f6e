import { afterEach, describe, expect, it } from 'vitest'
import { encodeContent } from '#core/database/repositories/messages/stored-content.ts'
import { proposedMessageId } from '#core/database/tables/message-id.ts'
import type { IncomingMessage } from '#core/ports/messages.ts'
import { ProviderError, type MailProvider } from '#core/ports/provider.ts'
import { createRandom } from '#simulator/control/seeded-random.ts'
import { mail, NOW } from '../database/fixtures.ts'
import {
  createEarlierDatabase,
  type EarlierDatabase,
} from '../support/database/earlier-database.ts'
import { runOneChunk } from '../support/run-backfills.ts'
import { DIALECTS } from '../support/database/test-store.ts'
import { keyOf, ThreadModel } from '../support/sync/thread-model.ts'

/** Tables, search and sync choices: the schema before header rows and conversations. */
const EARLIER_MIGRATIONS = 3
const ACCOUNTS = ['first', 'second'] as const
const MESSAGES = 230

interface OldMessage {
  accountId: string
  message: IncomingMessage
  /** Whether its body was kept. */
  hasBody: boolean
}

/** Mail of two accounts that answer each other, a third of it without bodies. */
function oldMail(): OldMessage[] {
  const random = createRandom(7)
  const all: OldMessage[] = []
  for (let index = 0; index < MESSAGES; index++) {
    const accountId = random.chance(0.5) ? ACCOUNTS[0] : ACCOUNTS[1]
    const answered = random.chance(0.6) ? all[random.below(Math.max(1, all.length))] : undefined
    const parent = answered?.message
    const id = `m${index}`
    const message = mail(id, {
      subject: parent === undefined ? `Topic ${index}` : `Re: ${parent.subject}`,
      inReplyTo: parent?.rfcMessageId ?? null,
      references: parent ? [...parent.references, parent.rfcMessageId ?? ''].slice(-5) : [],
      receivedAt: NOW - index * 60_000,
      headers: [{ name: 'Auto-Submitted', value: 'auto-generated' }],
      place: { isRead: random.chance(0.7), isTrash: random.chance(0.1) },
    })
    all.push({ accountId, message, hasBody: random.chance(0.66) })
  }
  return all
}

const hasBeenFilled = async (database: EarlierDatabase, all: readonly OldMessage[]) => {
  await database.insert('users', [{ id: 'ana', email: null, name: 'Ana', created_at: NOW }])
  await database.insert('mailboxes', [
    {
      id: 'work',
      user_id: 'ana',
      display_name: 'Work',
      colour: null,
      signature_html: '',
      default_account_id: null,
      position: 0,
      created_at: NOW,
    },
  ])
  await database.insert(
    'accounts',
    ACCOUNTS.map((id) => ({
      id,
      mailbox_id: 'work',
      provider: 'gmail',
      display_label: id,
      email_address: `${id}@example.com`,
      status: 'connected',
      colour: '#336699',
      is_demo: false,
      created_at: NOW,
    })),
  )
  for (const { accountId, message, hasBody } of all) {
    const id = idOf(accountId, message)
    const { placement } = message
    await database.insert('messages', [
      {
        id,
        account_id: accountId,
        provider_message_id: message.providerMessageId,
        provider_thread_id: message.providerThreadId,
        rfc_message_id: message.rfcMessageId,
        from_name: message.from.name,
        from_email: message.from.email,
        to: JSON.stringify(message.to),
        cc: '[]',
        subject: message.subject,
        snippet: message.snippet,
        received_at: message.receivedAt,
        size_bytes: message.sizeBytes,
        has_attachments: false,
        is_read: placement.isRead,
        is_starred: false,
        in_inbox: true,
        is_sent: false,
        is_draft: false,
        is_spam: false,
        is_trash: placement.isTrash,
        labels: '["INBOX"]',
      },
    ])
    if (!hasBody) continue
    await database.insert('message_contents', [
      { message_id: id, data: await encodeContent(message) },
    ])
  }
}

const idOf = (accountId: string, { providerMessageId, receivedAt }: IncomingMessage): number =>
  proposedMessageId(accountId, providerMessageId, receivedAt)

describe.each(DIALECTS)('mail of an earlier version on %s', (dialect) => {
  let database: EarlierDatabase
  afterEach(() => database.remove())

  /** A provider that has every header, and fails every third time it is asked. */
  function providerOf(all: readonly OldMessage[]): Pick<MailProvider, 'fetchHeaders'> {
    let asked = 0
    return {
      fetchHeaders(refs) {
        asked += 1
        if (asked % 3 === 0) return Promise.reject(new ProviderError('server', 'Not now.'))
        return Promise.resolve(
          refs.flatMap(({ providerMessageId }) => {
            const found = all.find(({ message }) => message.providerMessageId === providerMessageId)
            return found ? [{ providerMessageId, headers: found.message }] : []
          }),
        )
      },
    }
  }

  it('gets its headers, conversations and label lists, quit and started again at every chunk', async () => {
    const all = oldMail()
    database = await createEarlierDatabase(dialect, EARLIER_MIGRATIONS)
    await hasBeenFilled(database, all)
    const provider = providerOf(all)
    let store = await database.open()
    let starts = 0
    while ((await store.read.backfills.listPending()).length > 0) {
      await runOneChunk(store, provider)
      await store.close()
      store = await database.open()
      starts += 1
    }
    expect(starts).toBeGreaterThan(10)

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
    await store.close()
  })

  const nameOfOld = ({ accountId, message }: OldMessage) =>
    keyOf({ accountId, providerMessageId: message.providerMessageId })
})
