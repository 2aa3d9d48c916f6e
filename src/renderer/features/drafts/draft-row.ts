import type { Draft } from '#shared/contract/drafts.ts'
import { getSnippet } from '../composer/index.ts'

export interface DraftRow {
  /** Names or addresses of all recipients, or null where there are none. */
  recipients: string | null
  subject: string | null
  words: string | null
}

/** What a draft shows in the list; null where a text says that there is nothing yet. */
export function draftRow(draft: Draft): DraftRow {
  const people = [...draft.to, ...draft.cc, ...draft.bcc].map(({ name, email }) =>
    name === '' ? email : name,
  )
  return {
    recipients: people.length === 0 ? null : people.join(', '),
    subject: draft.subject.trim() === '' ? null : draft.subject,
    words: getSnippet(draft.bodyHtml) || null,
  }
}
