import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDispatcher } from '#core/dispatcher/dispatcher.ts'
import type { Handlers } from '#core/ports/handlers.ts'
import type { Store } from '#core/ports/store.ts'
import { operationNames, operationOf, type OperationName } from '#shared/contract/index.ts'
import { MISSING_ROW_ERROR, type OwnedKind, type Owner } from '#shared/contract/owner.ts'
import { ERROR_STATUS } from '#shared/errors.ts'
import { mail, NOW, outboxRow, seedAccount } from '../database/fixtures.ts'
import {
  DIALECTS,
  openTestStore,
  silentLogger,
  type TestStore,
} from '../support/database/test-store.ts'
import { sampleInput } from '../support/sample-input.ts'
import { markReadAndQueue } from '../support/sync/change-messages.ts'

/** Input fields that look like the id of a row and are checked elsewhere, or name no row. */
const OTHER_IDS: Partial<Record<OperationName, readonly string[]>> = {
  // Always null: a new mailbox has no accounts.
  'mailboxes.create': ['defaultAccountId'],
  // A part of the message, which is checked.
  'emails.attachment': ['attachmentId'],
  'emails.innerMessage': ['attachmentId'],
  'emails.invitations': ['attachmentId'],
  // A file of the outgoing message, which is checked.
  'outbox.file': ['fileId'],
  // Checked in the sending transaction: a second call with the same key comes after the draft is gone.
  'emails.send': ['draftId'],
  // Checked in the transaction that copies the files.
  'drafts.create': ['filesOfDraftId'],
  // A part of the draft, which is checked.
  'drafts.removeFile': ['fileId'],
  // Made by the window for itself.
  'sync.presence': ['clientId'],
}

const WITHIN_MAILBOX: ReadonlySet<OwnedKind> = new Set(['account', 'accounts', 'message', 'draft'])

interface Owned {
  name: OperationName
  owner: Owner
  kinds: OwnedKind[]
}

const owned: Owned[] = operationNames.flatMap((name) => {
  const { owner } = operationOf(name)
  if (owner === 'none') return []
  return [{ name, owner, kinds: Object.keys(owner) as OwnedKind[] }]
})
const isAdminOnly = (name: OperationName): boolean => operationOf(name).access === 'admin'

describe('the contract', () => {
  it.each(operationNames)('says who owns what %s names', (name) => {
    const { input, owner, errors } = operationOf(name)
    const entries = owner === 'none' ? [] : Object.entries<string>({ ...owner })
    const named = [...entries.map(([, field]) => field), ...(OTHER_IDS[name] ?? [])]
    const fields = Object.keys(input.shape)
    expect(fields).toEqual(expect.arrayContaining(named))
    expect(fields.filter((field) => /(^id|Id)$/u.test(field) && !named.includes(field))).toEqual([])
    const codes = entries.map(([kind]) => MISSING_ROW_ERROR[kind as OwnedKind])
    expect(errors).toEqual(expect.arrayContaining(codes))
  })
})

describe.each(DIALECTS)('every operation, called by a stranger (%s)', (dialect) => {
  type Ids = Record<OwnedKind, string>
  let opened: TestStore
  let ana: { userId: string; ids: Ids }
  let stranger: { userId: string; ids: Ids }
  const reached: { name: OperationName; context: Record<string, unknown> }[] = []
  const handlers = Object.fromEntries(
    operationNames.map((name) => [
      name,
      async (_input: unknown, context: Record<string, unknown>) => {
        reached.push({ name, context })
        return null
      },
    ]),
  ) as unknown as Handlers

  beforeAll(async () => {
    opened = await openTestStore(dialect)
    ana = await seedEverything(opened.store)
    stranger = await seedEverything(opened.store)
  })
  afterAll(() => opened.dispose())

  async function call(userId: string, name: OperationName, input: unknown) {
    reached.length = 0
    const dispatch = createDispatcher(handlers, {
      read: opened.store.read,
      logger: silentLogger,
      adminUserId: ana.userId,
      checkOutput: false,
    })
    const result = await dispatch(
      name,
      input,
      { userId, sessionToken: null },
      { upload: { content: Readable.from([]), signal: new AbortController().signal } },
    )
    return {
      answer: result.ok ? 'ok' : result.error.code,
      status: result.ok ? 200 : ERROR_STATUS[result.error.code],
      wasReached: reached.length > 0,
    }
  }

  /** Valid input that names these rows, with single ids replaced. */
  function inputOf({ name, owner }: Owned, ids: Ids, change: Partial<Ids> = {}) {
    const { input } = operationOf(name)
    const values: Record<string, unknown> = sampleInput(input)
    for (const [kind, field] of Object.entries(owner) as [OwnedKind, string][]) {
      const id = change[kind] ?? ids[kind]
      const sample = values[field]
      values[field] = Array.isArray(sample)
        ? sample.map((item: object) => ({ ...item, accountId: id }))
        : id
    }
    expect(input.safeParse(values).error).toBeUndefined()
    return values
  }

  it.each(owned)('$name refuses rows of somebody else', async (operation) => {
    const input = inputOf(operation, ana.ids)
    expect(await call(stranger.userId, operation.name, input)).toEqual({
      answer: 'forbidden',
      status: 403,
      wasReached: false,
    })
  })

  it.each(owned)('$name says 404 for rows that do not exist', async (operation) => {
    for (const kind of operation.kinds) {
      const input = inputOf(operation, ana.ids, { [kind]: 'missing' })
      expect(await call(ana.userId, operation.name, input)).toEqual({
        answer: MISSING_ROW_ERROR[kind],
        status: 404,
        wasReached: false,
      })
    }
  })

  it.each(owned)('$name does not tell that a row exists in another mailbox', async (operation) => {
    for (const kind of operation.kinds.filter((each) => WITHIN_MAILBOX.has(each))) {
      const input = inputOf(operation, ana.ids, { [kind]: stranger.ids[kind] })
      expect(await call(ana.userId, operation.name, input)).toEqual({
        answer: MISSING_ROW_ERROR[kind],
        status: 404,
        wasReached: false,
      })
    }
  })

  it.each(owned)('$name hands the owner’s rows to its handler', async (operation) => {
    const answer = await call(ana.userId, operation.name, inputOf(operation, ana.ids))
    expect(answer).toEqual({ answer: 'ok', status: 200, wasReached: true })
    const context = reached[0]?.context ?? {}
    const idOf = (row: unknown) =>
      typeof row === 'object' && row !== null && 'id' in row ? String(row.id) : null
    for (const kind of operation.kinds) {
      const rows = [context[kind]].flat()
      expect(rows.map(idOf), kind).toEqual([ana.ids[kind]])
    }
  })

  it.each(operationNames.filter(isAdminOnly))('%s is for the local profile alone', async (name) => {
    const input = { ...sampleInput(operationOf(name).input) }
    expect(await call(stranger.userId, name, input)).toMatchObject({
      answer: 'forbidden',
      wasReached: false,
    })
    expect((await call(ana.userId, name, input)).answer).not.toBe('forbidden')
  })
})

/** A person with one row of every kind. */
async function seedEverything(store: Store) {
  const seeded = await seedAccount(store)
  const { userId, mailboxId, account } = seeded
  const draftId = `draft of ${userId}`
  const outbox = outboxRow(seeded)
  const [messageId = 0] = await store.transaction(async (tx) => {
    await tx.outbox.insert(outbox)
    await tx.drafts.insert({
      id: draftId,
      accountId: account.id,
      mailboxId,
      to: [],
      cc: [],
      bcc: [],
      subject: '',
      bodyHtml: '',
      inReplyTo: null,
      from: null,
      syncState: 'local',
      version: 1,
      providerDraftId: null,
      providerMessageId: null,
      createdAt: NOW,
      updatedAt: NOW,
    })
    return await tx.messages.upsert(account.id, [
      mail(`mail of ${userId}`, { place: { isRead: false } }),
    ])
  })
  await store.transaction((tx) => markReadAndQueue(tx, account.id, [`mail of ${userId}`], true))
  const [change] = await store.read.pendingChanges.list([account.id], 1)
  return {
    userId,
    ids: {
      mailbox: mailboxId,
      account: account.id,
      accounts: account.id,
      message: String(messageId),
      draft: draftId,
      outboxItem: outbox.id,
      pendingChange: change?.id ?? '',
    },
  }
}
