import { describe, expect, it } from 'vitest'
import {
  MAX_ATTACHMENTS_BYTES,
  type ComposerAttachment,
} from '../attachments/composer-attachment.ts'
import { getSendWarnings, findValidationError } from './validation.ts'
import type { ComposerModel } from './composer-model.ts'
import { parseChips } from './recipients.ts'

const composition: ComposerModel = {
  mailboxId: 'm',
  accountId: 'a',
  from: null,
  to: parseChips('ana@example.com'),
  cc: [],
  bcc: [],
  typed: { to: '', cc: '', bcc: '' },
  subject: 'Plan',
  written: '<p>Hello</p>',
  quote: '<p>Please find attached the plan</p>',
  inReplyTo: null,
}
const file: ComposerAttachment = {
  id: '1',
  filename: 'plan.pdf',
  contentType: 'application/pdf',
  size: 10,
  state: 'ready',
  bytesSent: 10,
  fileId: 'f1',
}
const sender = { connected: true }

describe('findValidationError', () => {
  it('finds nothing wrong with a good message', () => {
    expect(findValidationError(composition, [file], sender)).toBeNull()
  })

  it('wants a sender that is connected', () => {
    expect(findValidationError(composition, [], null)).toEqual({ kind: 'no_account' })
    expect(findValidationError(composition, [], { connected: false })).toEqual({
      kind: 'account_not_connected',
    })
  })

  it('wants a recipient, in any field, finished or not', () => {
    const nobody = { ...composition, to: [] }
    expect(findValidationError(nobody, [], sender)).toEqual({ kind: 'no_recipients' })
    const typed = { ...nobody, typed: { to: '', cc: '', bcc: 'eva@example.com' } }
    expect(findValidationError(typed, [], sender)).toBeNull()
  })

  it('names what is not an address', () => {
    const wrong = { ...composition, cc: parseChips('eva@') }
    expect(findValidationError(wrong, [], sender)).toEqual({
      kind: 'invalid_recipients',
      texts: ['eva@'],
    })
  })

  it('waits for files, and refuses too many bytes', () => {
    expect(findValidationError(composition, [{ ...file, state: 'uploading' }], sender)?.kind).toBe(
      'attachments_uploading',
    )
    expect(findValidationError(composition, [{ ...file, state: 'failed' }], sender)?.kind).toBe(
      'attachments_failed',
    )
    expect(
      findValidationError(composition, [{ ...file, size: MAX_ATTACHMENTS_BYTES + 5 }], sender),
    ).toEqual({
      kind: 'attachments_too_large',
      excess: 5,
    })
  })
})

describe('getSendWarnings', () => {
  it('asks about an empty subject, once', () => {
    const empty = { ...composition, subject: ' ' }
    expect(getSendWarnings(empty, [], [], '')).toEqual(['empty_subject'])
    expect(getSendWarnings(empty, [], ['empty_subject'], '')).toEqual([])
  })

  it('asks about a forgotten attachment, but never because of the quoted message', () => {
    expect(getSendWarnings(composition, [], [], '')).toEqual([])
    const announced = { ...composition, written: '<p>Te adjunto el plan</p>' }
    expect(getSendWarnings(announced, [], [], '')).toEqual(['forgotten_attachment'])
    expect(getSendWarnings(announced, [file], [], '')).toEqual([])
  })

  it.each([
    '<p>Hi</p><div class="mm_signature"><p>Any attachments are confidential</p></div>',
    '<p>Hi</p><div class="mm_signature"><div>Ana</div><div>Attachments are secret</div></div>',
    '<p>Hi</p><p>-- </p><p>Any attachments are confidential</p>',
    '<p>Hi</p><blockquote><blockquote><p>x</p></blockquote><p>See attached</p></blockquote>',
  ])('counts neither signature nor quotation: %s', (written) => {
    expect(getSendWarnings({ ...composition, written }, [], [], 'Plan')).toEqual([])
  })

  it('counts words between and below what is not the person’s', () => {
    const written =
      '<div class="mm_signature"><div>Ana</div></div><blockquote>x</blockquote><p>See attached</p>'
    expect(getSendWarnings({ ...composition, written }, [], [], 'Plan')).toEqual([
      'forgotten_attachment',
    ])
  })

  it('counts a subject that was typed, not one that was taken over', () => {
    const warnings = (subject: string, initial: string | null) =>
      getSendWarnings({ ...composition, subject }, [], [], initial)
    const asked = ['forgotten_attachment']
    expect(warnings('Re: Invoice attached', 'Re: Invoice attached')).toEqual([])
    expect(warnings('Re: Invoice attached', null)).toEqual([])
    expect(warnings('Invoice attached', 'Re: Invoice attached')).toEqual(asked)
    expect(warnings('Re: Plan attached', 'Re: Plan')).toEqual(asked)
    expect(warnings('Invoice attached', '')).toEqual(asked)
  })
})
