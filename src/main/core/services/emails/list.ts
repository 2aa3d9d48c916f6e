import type { Box } from '#shared/contract/enums.ts'
import { OperationError } from '#shared/errors.ts'
import type { HandlersOf } from '../../ports/handlers.ts'
import type { ListedBy } from '../../ports/message-store.ts'
import { areLabelListsComplete } from '../labels.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { presentMessage } from '../to-contract.ts'
import { formatCursor, parseCursor } from './list-cursor.ts'

/** A box or label, newest first, and how many it has; local only. */
export function listHandlers(
  deps: Pick<ServiceDependencies, 'store' | 'clock'>,
): Pick<HandlersOf<'emails'>, 'emails.list' | 'emails.count'> {
  const { read } = deps.store
  return {
    'emails.list': async (input, { accounts, signal }) => {
      const after = input.cursor === undefined ? undefined : parseCursor(input.cursor)
      const accountIds = accounts.map((account) => account.id)
      const scope = { ...listedBy(input), accountIds, ...question(input.q, deps.clock.now()) }
      const found = await read.messages.page({
        ...scope,
        limit: input.limit + 1,
        after,
        offset: input.offset,
      })
      const rows = found.slice(0, input.limit)
      const last = rows.at(-1)
      const isEnd = found.length <= input.limit
      const atLeast = (after === undefined ? input.offset : 0) + found.length
      // A search is not counted for a page, unless the page itself tells: it holds the last result.
      const isCounted = input.q === undefined || input.count === 'exact'
      const isToldByPage = isEnd && after === undefined && (rows.length > 0 || input.offset === 0)
      const total = isCounted
        ? await read.messages.count(scope, signal)
        : isToldByPage
          ? atLeast
          : null
      return {
        items: rows.map(presentMessage),
        total,
        totalAtLeast: total ?? atLeast,
        limit: input.limit,
        offset: input.offset,
        nextCursor: isEnd || !last ? null : formatCursor(last),
        isComplete: scope.box !== undefined || (await areLabelListsComplete(read, accountIds)),
      }
    },

    'emails.count': async (input, { accounts, signal }) => ({
      total: await read.messages.count(
        {
          ...listedBy(input),
          accountIds: accounts.map((account) => account.id),
          ...question(input.q, deps.clock.now()),
        },
        signal,
      ),
    }),
  }
}

/** What is searched for; dates in it are read as this computer writes them. */
function question(text: string | undefined, now: number) {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions()
  return { search: text, dates: { now, timeZone, locale } }
}

function listedBy({ box, label }: { box?: Box | undefined; label?: string | undefined }): ListedBy {
  if (box !== undefined && label === undefined) return { box }
  if (label !== undefined && box === undefined) return { label }
  throw new OperationError('invalid_input', 'Name either a box or a label to list.')
}
