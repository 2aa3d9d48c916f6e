import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { OperationName } from '#shared/contract/index.ts'
import type { ErrorCode, Result } from '#shared/errors.ts'
import { transport } from '../../client/transport.ts'
import { useToasts } from '../../ui/toast-store.ts'
import { closeComposer, discardComposer, sendComposer } from './composer-actions.ts'
import type { ComposerAttachment } from './attachments/composer-attachment.ts'
import { updateModel, flushDraft } from './draft/draft-autosave.ts'
import type { ComposerModel } from './model/composer-model.ts'
import { parseChips } from './model/recipients.ts'
import { newComposer } from './open-composer.ts'
import { findComposer, useComposer } from './composer-store.ts'

const composition: ComposerModel = {
  mailboxId: 'm1',
  accountId: 'a1',
  from: null,
  to: parseChips('ana@example.com'),
  cc: [],
  bcc: [],
  typed: { to: '', cc: '', bcc: '' },
  subject: 'Plan',
  written: '<p>Hello</p>',
  quote: null,
  inReplyTo: null,
}
const draft = { draftId: 'd1', providerDraftId: 'd1', mailboxId: 'm1', accountId: 'a1' }
const sender = { connected: true }

/** The core as far as these tests need it: it remembers calls and answers what a test sets. */
const calls: { name: OperationName; input: Record<string, unknown> }[] = []
let answers: Partial<Record<OperationName, () => Result<unknown>>> = {}

const ok = (value: unknown): Result<unknown> => ({ ok: true, value })
const fail = (code: ErrorCode): Result<unknown> => ({ ok: false, error: { code, message: code } })
const callsOf = (name: OperationName) => calls.filter((call) => call.name === name)

function opened(
  change: Partial<ComposerModel> = {},
  given: Parameters<typeof newComposer>[1] = {},
) {
  const composer = newComposer({ ...composition, ...change }, given)
  useComposer.getState().add(composer)
  return composer.key
}

beforeEach(() => {
  calls.length = 0
  answers = {
    'emails.send': () => ok({ outboxId: 'o1', state: 'waiting' }),
    'drafts.create': () => ok({ ...draft, files: [] }),
    'drafts.update': () => ok({ ...draft, files: [] }),
    'drafts.delete': () => ok({ status: 'deleted' }),
  }
  useComposer.setState({ composers: [], activeKey: null })
  useToasts.setState({ toasts: [] })
  vi.spyOn(transport, 'call').mockImplementation(async (name, input) => {
    calls.push({ name, input: input as Record<string, unknown> })
    return answers[name]?.() ?? fail('api_error')
  })
})

describe('sending', () => {
  it('sends once on a double click, and closes the composer', async () => {
    const key = opened()
    await Promise.all([sendComposer(key, sender), sendComposer(key, sender)])
    expect(callsOf('emails.send')).toHaveLength(1)
    expect(findComposer(key)).toBeNull()
  })

  it('hides the composer before the core has answered', async () => {
    const key = opened()
    const sending = sendComposer(key, sender)
    expect(findComposer(key)?.sending).toBe(true)
    await sending
  })

  it('lets the draft go with the message', async () => {
    const key = opened({}, { draft })
    await sendComposer(key, sender)
    expect(callsOf('emails.send')[0]?.input).toMatchObject({ draftId: 'd1' })
  })

  it('deletes the draft it had in another mailbox', async () => {
    const key = opened({}, { draft: { ...draft, mailboxId: 'm2' } })
    await sendComposer(key, sender)
    expect(callsOf('emails.send')[0]?.input).not.toHaveProperty('draftId')
    expect(callsOf('drafts.delete')[0]?.input).toMatchObject({ mailboxId: 'm2' })
  })

  it('brings the text back when the core refuses, with a new key', async () => {
    answers['emails.send'] = () => fail('file_too_large')
    const key = opened()
    const before = findComposer(key)?.idempotencyKey
    await sendComposer(key, sender)
    expect(findComposer(key)).toMatchObject({
      sending: false,
      notice: { kind: 'send_failed', code: 'file_too_large' },
      model: { subject: 'Plan', written: '<p>Hello</p>' },
    })
    expect(findComposer(key)?.idempotencyKey).not.toBe(before)
  })

  it('keeps the key when nobody answered, so that trying again cannot send twice', async () => {
    answers['emails.send'] = () => fail('offline')
    const key = opened()
    const before = findComposer(key)?.idempotencyKey
    await sendComposer(key, sender)
    expect(findComposer(key)?.idempotencyKey).toBe(before)
  })

  it('asks once about an empty subject, and sends at the second press', async () => {
    const key = opened({ subject: '' })
    await sendComposer(key, sender)
    expect(findComposer(key)?.notice).toEqual({ kind: 'doubts', doubts: ['empty_subject'] })
    await sendComposer(key, sender)
    expect(callsOf('emails.send')).toHaveLength(1)
  })
})

describe('closing', () => {
  it('leaves nothing behind when nothing was written', async () => {
    const key = opened()
    await closeComposer(key)
    expect(calls).toEqual([])
    expect(useToasts.getState().toasts).toEqual([])
  })

  it('keeps what was written as a draft, and says so', async () => {
    const key = opened()
    updateModel(key, { subject: 'Another plan' })
    await closeComposer(key)
    expect(callsOf('drafts.create')[0]?.input).toMatchObject({ subject: 'Another plan' })
    expect(findComposer(key)).toBeNull()
    expect(useToasts.getState().toasts).toHaveLength(1)
  })

  it('stays open when the draft cannot be kept', async () => {
    answers['drafts.create'] = () => fail('database_query_error')
    const key = opened()
    updateModel(key, { subject: 'Another plan' })
    await closeComposer(key)
    expect(findComposer(key)?.save.kind).toBe('failed')
    await discardComposer(key)
  })

  const plan: ComposerAttachment = {
    id: 'f1',
    filename: 'plan.pdf',
    contentType: '',
    size: 1,
    state: 'ready',
    bytesSent: 1,
    fileId: 'file-1',
  }

  it('keeps the files with the draft and asks nothing', async () => {
    const key = opened({}, { draft, attachments: [plan] })
    updateModel(key, { subject: 'Another plan' })
    await closeComposer(key)
    expect(findComposer(key)).toBeNull()
    expect(callsOf('drafts.update')).toHaveLength(1)
    expect(callsOf('drafts.removeFile')).toEqual([])
  })

  it('asks before files that are not uploaded yet are left behind', async () => {
    const key = opened({}, { draft, attachments: [{ ...plan, state: 'uploading', fileId: null }] })
    await closeComposer(key)
    expect(findComposer(key)?.notice).toEqual({ kind: 'closing' })
    await closeComposer(key, true)
    expect(findComposer(key)).toBeNull()
  })

  it('names the files anew where the draft moves to another mailbox', async () => {
    const moved = { ...draft, draftId: 'd2', providerDraftId: 'd2', mailboxId: 'm2' }
    const files = [{ fileId: 'file-2', filename: 'plan.pdf', contentType: '', size: 1 }]
    answers['drafts.create'] = () => ok({ ...moved, files })
    const key = opened({}, { draft, attachments: [plan] })
    updateModel(key, { mailboxId: 'm2' })
    await flushDraft(key)
    expect(callsOf('drafts.create')[0]?.input).toMatchObject({ filesOfDraftId: 'd1' })
    expect(findComposer(key)?.attachments).toEqual([{ ...plan, fileId: 'file-2' }])
    await closeComposer(key)
  })
})

describe('discarding', () => {
  it('deletes a draft that is only just being written', async () => {
    const key = opened()
    updateModel(key, { subject: 'Another plan' })
    const saving = flushDraft(key)
    await discardComposer(key)
    await saving
    expect(callsOf('drafts.create')).toHaveLength(1)
    expect(callsOf('drafts.delete')).toHaveLength(1)
  })

  it('deletes the draft, and Undo brings composer and draft back', async () => {
    const key = opened({}, { draft })
    await discardComposer(key)
    expect(callsOf('drafts.delete')).toHaveLength(1)
    useToasts.getState().toasts[0]?.action?.run()
    expect(findComposer(key)?.model.subject).toBe('Plan')
    await closeComposer(key)
    expect(callsOf('drafts.create')).toHaveLength(1)
  })
})
