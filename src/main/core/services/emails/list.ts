import type { Box } from '#shared/contract/enums.ts'
import { OperationError } from '#shared/errors.ts'
import type { HandlersOf } from '../../ports/handlers.ts'
import type { ListedBy } from '../../ports/message-store.ts'
import { areLabelListsComplete } from '../labels.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { presentMessage } from '../to-contract.ts'
import { formatCursor, parseCursor } from './list-cursor.ts'

/** A box or label, newest first; local only. */
export function listHandler(
  deps: Pick<ServiceDependencies, 'store'>,
): Pick<HandlersOf<'emails'>, 'emails.list'> {
  const { read } = deps.store
  return {
    'emails.list': async (input, { accounts }) => {
      const after = input.cursor === undefined ? undefined : parseCursor(input.cursor)
      const accountIds = accounts.map((account) => account.id)
      const scope = {
        ...listedBy(input),
        accountIds,
        search: input.q,
      }
      const [found, total] = await Promise.all([
        read.messages.page({ ...scope, limit: input.limit + 1, after, offset: input.offset }),
        read.messages.count(scope),
      ])
      const rows = found.slice(0, input.limit)
      const last = rows.at(-1)
      return {
        items: rows.map(presentMessage),
        total,
        limit: input.limit,
        offset: input.offset,
        nextCursor: found.length > input.limit && last ? formatCursor(last) : null,
        isComplete: scope.box !== undefined || (await areLabelListsComplete(read, accountIds)),
      }
    },
  }
}

function listedBy({ box, label }: { box?: Box | undefined; label?: string | undefined }): ListedBy {
  if (box !== undefined && label === undefined) return { box }
  if (label !== undefined && box === undefined) return { label }
  throw new OperationError('invalid_input', 'Name either a box or a label to list.')
}
