import { OperationError } from '#shared/errors.ts'
import type { ListPosition } from '../../ports/message-store.ts'
import { parseRowId } from '#shared/domain/parse-row-id.ts'

/** Where a list goes on after this row. Callers are to hand it back as it is. */
export function formatCursor({ sortKey, id }: ListPosition): string {
  return Buffer.from(`${sortKey}.${id}`).toString('base64url')
}

/** The position in a cursor of ours; throws `invalid_input` for anything else. */
export function parseCursor(cursor: string): ListPosition {
  const [key = '', row = '', ...rest] = Buffer.from(cursor, 'base64url').toString().split('.')
  const sortKey = parseRowId(key)
  const id = parseRowId(row)
  if (sortKey === null || id === null || rest.length > 0)
    throw new OperationError('invalid_input', 'This cursor is not one of ours.')
  return { sortKey, id }
}
