import { foldText } from '#shared/domain/fold-text.ts'
import type { HandlersOf } from '../../ports/handlers.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { presentMessage } from '../to-contract.ts'
import { formatCursor, parseCursor } from './list-cursor.ts'

/** A box, newest first; local only. */
export function listHandler(
  deps: Pick<ServiceDependencies, 'store'>,
): Pick<HandlersOf<'emails'>, 'emails.list'> {
  const { read } = deps.store
  return {
    'emails.list': async (input, { accounts }) => {
      const after = input.cursor === undefined ? undefined : parseCursor(input.cursor)
      const scope = {
        accountIds: accounts.map((account) => account.id),
        box: input.box,
        search: input.q === undefined ? undefined : foldText(input.q),
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
      }
    },
  }
}
