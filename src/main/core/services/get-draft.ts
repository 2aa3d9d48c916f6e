import { OperationError } from '#shared/errors.ts'
import type { DraftRow, ReadRepositories } from '../ports/store.ts'

/**
 * A draft of this mailbox, read in the transaction that changes it.
 * @throws OperationError draft_not_found
 */
export async function getDraft(
  read: ReadRepositories,
  mailboxId: string,
  draftId: string,
): Promise<DraftRow> {
  const row = await read.drafts.get(draftId)
  if (row?.mailboxId !== mailboxId) {
    throw new OperationError('draft_not_found', 'This draft does not exist (any more).')
  }
  return row
}
