import { useState } from 'react'
import type { InputOf, OutputOf } from '#shared/contract/index.ts'
import { useOperation } from '../client/queries.ts'

/** How many messages a list has: exactly, or at least so many while that is being counted. */
export interface ListTotal {
  count: number
  isExact: boolean
}

// From here on, "more than" so many is said until the exact number is there.
const SAID_FROM = 100

/**
 * The number of messages of a list. A page of a search comes without it where counting would hold it
 * up; then it is asked for by itself, and meanwhile the number is what is known.
 *
 * @param first the first page, or undefined while there is none or it is another search's
 * @param former while the page is another search's: the number that is shown stays
 */
export function useListTotal(
  input: InputOf<'emails.list'>,
  first: OutputOf<'emails.list'> | undefined,
  loaded: number,
  isFormer: boolean,
): ListTotal | null {
  const { mailboxId, box, label, accountId, q } = input
  const counted = useOperation(
    'emails.count',
    { mailboxId, box, label, accountId, q },
    { enabled: !isFormer && first?.total === null },
  )
  const total = first === undefined ? null : listTotal(first, loaded, counted.data?.total)
  const [shown, setShown] = useState(total)
  if (isFormer) return shown
  if (shown?.count !== total?.count || shown?.isExact !== total?.isExact) setShown(total)
  return total
}

function listTotal(
  first: OutputOf<'emails.list'>,
  loaded: number,
  counted: number | undefined,
): ListTotal {
  const exact = first.total ?? counted
  if (exact !== undefined) return { count: exact, isExact: true }
  return { count: roundedDown(Math.max(first.totalAtLeast, loaded) - 1), isExact: false }
}

function roundedDown(count: number): number {
  return count < SAID_FROM ? count : Math.floor(count / SAID_FROM) * SAID_FROM
}
