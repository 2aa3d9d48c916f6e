import { FIXED_LABELS } from '../../mail-store/labels.ts'
import type { GmailStore } from '../../mail-store/gmail-store.ts'
import { invalidArgument } from '../../errors.ts'
import { getStrings } from '../request/gmail-call.ts'
import type { ObjectSpec } from '../request/validate-request.ts'

export const MODIFY_FIELDS: ObjectSpec = {
  addLabelIds: { kind: 'list', of: { kind: 'string' } },
  removeLabelIds: { kind: 'list', of: { kind: 'string' } },
  addClassificationLabels: { kind: 'output' },
  removeClassificationLabelIds: { kind: 'output' },
}

/** The label changes of a modify request, refused as Gmail refuses them. */
export function parseLabelChanges(
  mailbox: GmailStore,
  body: Record<string, unknown>,
): { add: string[]; remove: string[] } {
  const add = getStrings(body, 'addLabelIds')
  const remove = getStrings(body, 'removeLabelIds')
  if (add.length + remove.length === 0) throw invalidArgument('No label add or removes specified')
  if (add.length > 100 || remove.length > 100) throw invalidArgument('Too many labels')
  for (const label of [...add, ...remove])
    if (!mailbox.labels.has(label) || FIXED_LABELS.has(label))
      throw invalidArgument(`Invalid label: ${label}`)
  if (add.some((label) => remove.includes(label)))
    throw invalidArgument('Cannot both add and remove the same label')
  return { add, remove }
}

/** The trash takes a message out of inbox and spam. */
export function trashMessage(mailbox: GmailStore, row: number): void {
  mailbox.changeLabels(row, ['TRASH'], [])
}

/** Gmail gives a restored message no label back: it ends up archived. */
export function untrashMessage(mailbox: GmailStore, row: number): void {
  mailbox.changeLabels(row, [], ['TRASH'])
}

/** Deletes for good; a draft's message takes its draft with it. */
export function deleteMessage(mailbox: GmailStore, row: number): void {
  for (const [draftId, draftRow] of mailbox.drafts)
    if (draftRow === row) mailbox.drafts.delete(draftId)
  mailbox.remove(row)
}
