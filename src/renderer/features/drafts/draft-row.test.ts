import { describe, expect, it } from 'vitest'
import type { Draft } from '#shared/contract/drafts.ts'
import { draftRow } from './draft-row.ts'

const draft: Draft = {
  draftId: 'd1',
  providerDraftId: 'd1',
  accountId: 'a1',
  mailboxId: 'm1',
  to: [{ name: 'Ana', email: 'ana@example.com' }],
  cc: [{ name: '', email: 'bob@example.com' }],
  bcc: [],
  subject: 'Plan',
  bodyHtml: '<p>Hi Ana</p><div class="mm_quote"><p>Old</p></div>',
  inReplyTo: null,
  from: null,
  files: [],
  version: 1,
  syncState: 'local',
  createdAt: '2026-01-01T10:00:00Z',
  updatedAt: '2026-01-01T10:00:00Z',
}

describe('draftRow', () => {
  it('names everyone, the subject and the first own words', () => {
    expect(draftRow(draft)).toEqual({
      recipients: 'Ana, bob@example.com',
      subject: 'Plan',
      words: 'Hi Ana',
    })
  })

  it('says what is not there yet', () => {
    expect(draftRow({ ...draft, to: [], cc: [], subject: ' ', bodyHtml: '<p></p>' })).toEqual({
      recipients: null,
      subject: null,
      words: null,
    })
  })
})
