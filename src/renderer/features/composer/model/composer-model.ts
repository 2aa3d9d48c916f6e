import type { InputOf } from '#shared/contract/index.ts'
import type { Draft } from '#shared/contract/drafts.ts'
import { isBlank, joinBody, splitBody } from './message-body.ts'
import {
  chipsFromPerson,
  isValidChip,
  parseChips,
  type RecipientChip,
  type RecipientField,
} from './recipients.ts'

/** What a message says, without anything about the window it is written in. */
export interface ComposerModel {
  mailboxId: string
  accountId: string
  /** One of the account's aliases, or null for its own address. */
  from: string | null
  to: RecipientChip[]
  cc: RecipientChip[]
  bcc: RecipientChip[]
  /** Text in each recipient field that is not a chip yet. */
  typed: Record<RecipientField, string>
  subject: string
  /** HTML of the editor, signature included. */
  written: string
  /** HTML of the quoted message, or null. */
  quote: string | null
  inReplyTo: string | null
}

/** The recipients of a field, unfinished text included. */
export function getRecipients(composition: ComposerModel, field: RecipientField): RecipientChip[] {
  return [...composition[field], ...parseChips(composition.typed[field])]
}

// What the contract lets a field of a draft hold.
const MAX_DRAFT_RECIPIENTS = 500
const MAX_DRAFT_TEXT = 998

/** The content of `drafts.create` and `drafts.update`. Nothing that was typed is left out. */
export function toDraftInput(composition: ComposerModel): InputOf<'drafts.create'> {
  const people = (field: RecipientField) => {
    const chips = getRecipients(composition, field)
    const fitting = chips.length <= MAX_DRAFT_RECIPIENTS ? chips.length : MAX_DRAFT_RECIPIENTS / 2
    return [
      ...chips
        .slice(0, fitting)
        .map((chip) => (isValidChip(chip) ? { name: chip.name, email: chip.email } : chip.text)),
      // More than a message can go to, or a draft hold one by one, is kept as lists in text.
      ...joinTexts(chips.slice(fitting).map(({ text }) => text)),
    ]
  }
  return {
    mailboxId: composition.mailboxId,
    accountId: composition.accountId,
    to: people('to'),
    cc: people('cc'),
    bcc: people('bcc'),
    subject: composition.subject,
    bodyHtml: joinBody(composition),
    ...(composition.from === null ? {} : { from: composition.from }),
    ...(composition.inReplyTo === null ? {} : { inReplyTo: composition.inReplyTo }),
  }
}

function joinTexts(texts: readonly string[]): string[] {
  const joined: string[] = []
  for (const text of texts) {
    const last = joined.at(-1)
    if (last === undefined || last.length + text.length + 1 > MAX_DRAFT_TEXT) joined.push(text)
    else joined[joined.length - 1] = `${last}\n${text}`
  }
  return joined
}

/** A composition from a kept draft: the reverse of `toDraftInput`. */
export function fromDraft(draft: Draft): ComposerModel {
  return {
    mailboxId: draft.mailboxId,
    accountId: draft.accountId,
    from: draft.from,
    to: draft.to.flatMap(chipsFromPerson),
    cc: draft.cc.flatMap(chipsFromPerson),
    bcc: draft.bcc.flatMap(chipsFromPerson),
    typed: { to: '', cc: '', bcc: '' },
    subject: draft.subject,
    ...splitBody(draft.bodyHtml),
    inReplyTo: draft.inReplyTo,
  }
}

/** The input of `emails.send`, whose files are the draft's. The caller has validated it. */
export function toSendInput(
  composition: ComposerModel,
  { draftId, idempotencyKey }: { draftId: string | null; idempotencyKey: string },
): InputOf<'emails.send'> {
  const people = (field: RecipientField) =>
    getRecipients(composition, field)
      .filter(isValidChip)
      .map(({ name, email }) => ({ name, email }))
  return {
    mailboxId: composition.mailboxId,
    accountId: composition.accountId,
    to: people('to'),
    cc: people('cc'),
    bcc: people('bcc'),
    subject: composition.subject,
    bodyHtml: joinBody(composition),
    ...(composition.from === null ? {} : { from: composition.from }),
    ...(composition.inReplyTo === null ? {} : { inReplyTo: composition.inReplyTo }),
    ...(draftId === null ? {} : { draftId }),
    idempotencyKey,
  }
}

/**
 * True where closing would lose nothing: all is as it opened. `initial` is null for a text that the
 * person wrote before it opened here, which is never nothing.
 */
export function isUnchanged(composition: ComposerModel, initial: ComposerModel | null): boolean {
  if (initial === null) return false
  const sameFields =
    composition.from === initial.from &&
    composition.subject === initial.subject &&
    (['to', 'cc', 'bcc'] as const).every(
      (field) =>
        JSON.stringify(getRecipients(composition, field)) ===
        JSON.stringify(getRecipients(initial, field)),
    )
  return (
    sameFields &&
    (composition.written === initial.written ||
      (isBlank(composition.written) && isBlank(initial.written)))
  )
}
