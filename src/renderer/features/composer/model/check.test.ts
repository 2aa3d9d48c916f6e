import { describe, expect, it } from 'vitest'
import { ATTACHMENT_LIMIT, type ComposerAttachment } from './attachments.ts'
import { doubtsOf, obstacleOf } from './check.ts'
import type { Composition } from './composition.ts'
import { chipOf } from './recipients.ts'

const composition: Composition = {
  mailboxId: 'm',
  accountId: 'a',
  to: [chipOf('ana@example.com')],
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
  read: 10,
  contentBase64: '',
}
const sender = { connected: true }

describe('obstacleOf', () => {
  it('finds nothing wrong with a good message', () => {
    expect(obstacleOf(composition, [file], sender)).toBeNull()
  })

  it('wants a sender that is connected', () => {
    expect(obstacleOf(composition, [], null)).toEqual({ kind: 'no_account' })
    expect(obstacleOf(composition, [], { connected: false })).toEqual({
      kind: 'account_not_connected',
    })
  })

  it('wants a recipient, in any field, finished or not', () => {
    const nobody = { ...composition, to: [] }
    expect(obstacleOf(nobody, [], sender)).toEqual({ kind: 'no_recipients' })
    const typed = { ...nobody, typed: { to: '', cc: '', bcc: 'eva@example.com' } }
    expect(obstacleOf(typed, [], sender)).toBeNull()
  })

  it('names what is not an address', () => {
    const wrong = { ...composition, cc: [chipOf('eva@')] }
    expect(obstacleOf(wrong, [], sender)).toEqual({ kind: 'invalid_recipients', texts: ['eva@'] })
  })

  it('waits for files, and refuses too many bytes', () => {
    expect(obstacleOf(composition, [{ ...file, state: 'reading' }], sender)?.kind).toBe(
      'attachments_reading',
    )
    expect(obstacleOf(composition, [{ ...file, state: 'failed' }], sender)?.kind).toBe(
      'attachments_failed',
    )
    expect(obstacleOf(composition, [{ ...file, size: ATTACHMENT_LIMIT + 5 }], sender)).toEqual({
      kind: 'attachments_too_large',
      excess: 5,
    })
  })
})

describe('doubtsOf', () => {
  it('asks about an empty subject, once', () => {
    const empty = { ...composition, subject: ' ' }
    expect(doubtsOf(empty, [], [])).toEqual(['empty_subject'])
    expect(doubtsOf(empty, [], ['empty_subject'])).toEqual([])
  })

  it('asks about a forgotten attachment, but never because of the quoted message', () => {
    expect(doubtsOf(composition, [], [])).toEqual([])
    const announced = { ...composition, written: '<p>Te adjunto el plan</p>' }
    expect(doubtsOf(announced, [], [])).toEqual(['forgotten_attachment'])
    expect(doubtsOf(announced, [file], [])).toEqual([])
  })
})
