import { setImmediate } from 'node:timers/promises'
import type { MessageRange } from '../ports/message-store.ts'
import type { BackfillContext } from '../ports/backfills.ts'

/** Ranges without a message of the account that are passed over in one chunk. */
const MAX_EMPTY_RANGES = 50

/**
 * The account's next messages below the position, newest first. Ranges that hold only other accounts'
 * mail are passed over, so that they do not cost a chunk each.
 *
 * @param limit rows looked at in one range
 */
export async function nextRows(
  { read, account, position, signal }: BackfillContext,
  limit: number,
): Promise<MessageRange> {
  let range: MessageRange = { rows: [], endId: position }
  for (let count = 0; count < MAX_EMPTY_RANGES; count++) {
    signal.throwIfAborted()
    range = await read.messages.listRange({
      accountId: account.id,
      since: null,
      before: null,
      beforeId: range.endId,
      limit,
    })
    if (range.rows.length > 0 || range.endId === null) return range
    await setImmediate()
  }
  return range
}
