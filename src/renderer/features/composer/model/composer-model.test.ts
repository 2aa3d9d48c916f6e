import { describe, expect, it } from 'vitest'
import { contract } from '#shared/contract/index.ts'
import type { Draft } from '#shared/contract/drafts.ts'
import {
  fromDraft,
  toDraftInput,
  isUnchanged,
  toSendInput,
  type ComposerModel,
} from './composer-model.ts'
import { parseChips } from './recipients.ts'

const composition: ComposerModel = {
  mailboxId: 'mailbox-1',
  accountId: 'account-1',
  from: null,
  to: [...parseChips('Ana Ruiz <ana@example.com>'), ...parseChips('not yet an addr')],
  cc: [],
  bcc: parseChips('eva@example.com'),
  typed: { to: '', cc: 'bob@exam', bcc: '' },
  subject: 'Plan',
  written: '<p>Hello</p>',
  quote: '<p>On Monday Ana wrote:</p>',
  inReplyTo: 'message-1',
}

/** The draft the core would answer for an input. */
function kept(input: ReturnType<typeof toDraftInput>): Draft {
  const parsed = contract['drafts.create'].input.parse(input)
  return {
    ...parsed,
    to: parsed.to,
    inReplyTo: parsed.inReplyTo ?? null,
    draftId: 'draft-1',
    providerDraftId: 'draft-1',
    from: null,
    files: [],
    version: 1,
    syncState: 'local',
    createdAt: '2026-01-01T10:00:00Z',
    updatedAt: '2026-01-01T10:00:00Z',
  }
}

describe('a draft', () => {
  it('keeps unfinished recipients and text still in a field', () => {
    const back = fromDraft(kept(toDraftInput(composition)))
    expect(back.to.map((chip) => [chip.email, chip.text])).toEqual([
      ['ana@example.com', 'Ana Ruiz <ana@example.com>'],
      ['', 'not yet an addr'],
    ])
    expect(back.cc.map((chip) => chip.text)).toEqual(['bob@exam'])
  })

  it('keeps subject, text, quotation and what is answered', () => {
    const back = fromDraft(kept(toDraftInput(composition)))
    expect(back).toMatchObject({
      subject: 'Plan',
      written: '<p>Hello</p>',
      quote: '<p>On Monday Ana wrote:</p>',
      inReplyTo: 'message-1',
    })
  })

  it('keeps more recipients than one message can go to', () => {
    const many = Array.from({ length: 1200 }, (_, index) => `Ana <ana${index}@example.com>`)
    const to = [...parseChips(many.join('; ')), ...parseChips('not yet an addr')]
    expect(fromDraft(kept(toDraftInput({ ...composition, to }))).to).toEqual(to)
  })

  it('is the same after a second round', () => {
    const once = fromDraft(kept(toDraftInput(composition)))
    expect(fromDraft(kept(toDraftInput(once)))).toEqual(once)
  })
})

describe('sending', () => {
  it('makes an input the contract accepts', () => {
    const input = toSendInput(
      {
        ...composition,
        to: parseChips('Ana Ruiz <ana@example.com>'),
        typed: { to: 'b@example.com', cc: '', bcc: '' },
      },
      { draftId: 'draft-1', idempotencyKey: 'key-12345' },
    )
    const parsed = contract['emails.send'].input.parse(input)
    expect(parsed.to).toEqual([
      { name: 'Ana Ruiz', email: 'ana@example.com' },
      { name: '', email: 'b@example.com' },
    ])
    expect(parsed.bodyHtml).toContain('Hello')
    expect(parsed.bodyHtml).toContain('On Monday Ana wrote:')
    expect(parsed.attachments).toEqual([])
    expect(parsed).toMatchObject({
      draftId: 'draft-1',
      idempotencyKey: 'key-12345',
      inReplyTo: 'message-1',
    })
  })

  it('names no draft where none was kept yet', () => {
    const input = toSendInput(composition, { draftId: null, idempotencyKey: 'key-12345' })
    expect(input).not.toHaveProperty('draftId')
  })
})

describe('isUnchanged', () => {
  it('is true for a composer as it opened, signature and quotation included', () => {
    expect(isUnchanged({ ...composition }, composition)).toBe(true)
  })

  it('is false for a text that was written before', () => {
    expect(isUnchanged(composition, null)).toBe(false)
  })

  it.each([
    { subject: 'Another' },
    { written: '<p>Hello!</p>' },
    { typed: { to: 'x', cc: '', bcc: '' } },
    { to: [] },
  ])('is false after a change: %j', (change) => {
    expect(isUnchanged({ ...composition, ...change }, composition)).toBe(false)
  })
})
