import { describe, expect, it } from 'vitest'
import type { ComposerModel } from '../model/composer-model.ts'
import { parseChips } from '../model/recipients.ts'
import { newComposer } from '../open-composer.ts'
import { parsePersisted, toPersisted } from './persist-composers.ts'

const composition: ComposerModel = {
  mailboxId: 'm1',
  accountId: 'a1',
  from: null,
  to: parseChips('ana@example.com'),
  cc: [],
  bcc: [],
  typed: { to: '', cc: '', bcc: 'half' },
  subject: 'Plan',
  written: '<p>Hello</p>',
  quote: null,
  inReplyTo: null,
}
const draft = { draftId: 'd1', providerDraftId: 'd1', mailboxId: 'm1', accountId: 'a1' }

describe('what is remembered of open composers', () => {
  it('is nothing for a composer nobody wrote in', () => {
    expect(toPersisted(newComposer(composition))).toBeNull()
  })

  it('is the draft alone where the draft holds everything', () => {
    const saved = newComposer(composition, { draft, save: { kind: 'saved', at: 0 } })
    expect(toPersisted(saved)).toMatchObject({ draft, unsaved: null })
  })

  it('is the words themselves where the draft does not hold them yet', () => {
    const unsaved = newComposer(composition, { draft, save: { kind: 'pending' } })
    const remembered = toPersisted(unsaved)
    expect(parsePersisted(JSON.stringify([remembered]))).toEqual([remembered])
    expect(remembered?.unsaved).toEqual(composition)
  })

  it('keeps the key of a message that may have been sent just before', () => {
    const composer = newComposer(composition, { draft })
    expect(toPersisted(composer)?.idempotencyKey).toBe(composer.idempotencyKey)
  })

  it.each([null, '', '{', '[1]', '{"a":1}'])('is nothing where storage holds %j', (text) => {
    expect(parsePersisted(text)).toEqual([])
  })
})
