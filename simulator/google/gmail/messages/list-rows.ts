import type { GmailStore } from '../../mail-store/gmail-store.ts'
import { badRequest, GoogleError, invalidArgument } from '../../errors.ts'
import { METADATA, MODIFY, READONLY, MAIL_SCOPE } from '../../oauth/scopes.ts'
import { pageSize, type GmailCall } from '../request/gmail-call.ts'
import { decodePageToken, encodePageToken } from '../request/page-token.ts'
import { parseSearch, type SearchFilter } from './parse-search.ts'

export interface RowPage {
  rows: number[]
  nextPageToken: string | null
  /** Gmail's estimate: right while everything fits on the page, 201 where more follows. */
  estimate: number
}

const NO_FILTER: SearchFilter = {
  acceptsLabels: () => true,
  acceptsRow: () => true,
  includesSpamTrash: false,
}

/** A page of messages, newest first, as messages.list, threads.list and drafts.list filter them. */
export function listRows(call: GmailCall, options: { onePerThread: boolean }): RowPage {
  const { mailbox, query } = call
  const { columns, labelSets, order } = mailbox
  const q = query.get('q')
  if (
    q &&
    ![MAIL_SCOPE, MODIFY, READONLY].some((scope) => call.scopes.has(scope)) &&
    call.scopes.has(METADATA)
  )
    throw new GoogleError(403, 'forbidden', "Metadata scope does not support 'q' parameter")
  const wanted = query.getAll('labelIds')
  for (const label of wanted)
    if (!mailbox.labels.has(label)) throw invalidArgument(`Invalid label: ${label}`)
  const filter = q === null || q === '' ? NO_FILTER : parseSearch(q, mailbox)
  const everywhere =
    query.get('includeSpamTrash') === 'true' ||
    filter.includesSpamTrash ||
    wanted.some((label) => label === 'SPAM' || label === 'TRASH')

  const accepted = Array.from({ length: labelSets.count() }, (_, set) => {
    const labels = labelSets.labels(set)
    return (
      wanted.every((label) => labels.includes(label)) &&
      (everywhere || !(labels.includes('SPAM') || labels.includes('TRASH'))) &&
      filter.acceptsLabels(labels)
    )
  })
  const matches = (row: number): boolean =>
    accepted[columns.labelSet[row] ?? 0] === true && filter.acceptsRow(mailbox, row)
  const isNewestOfThread = (row: number): boolean =>
    mailbox.threadRows(row).findLast((other) => matches(other)) === row

  const limit = pageSize(call, 100)
  const rows: number[] = []
  let at = startOf(mailbox, decodePageToken(query))
  let nextPageToken: string | null = null
  for (; at >= 0; at -= 1) {
    const row = order[at] ?? 0
    if (!matches(row) || (options.onePerThread && !isNewestOfThread(row))) continue
    if (rows.length === limit) {
      const last = rows.at(-1) ?? row
      nextPageToken = encodePageToken(`${columns.internalDate[last] ?? 0}-${last}`, query)
      break
    }
    rows.push(row)
  }
  return { rows, nextPageToken, estimate: nextPageToken === null ? rows.length : 201 }
}

/** Where in the order, going backwards, the page after `place` begins. */
function startOf({ order, columns }: GmailStore, place: string | null): number {
  if (place === null) return order.length - 1
  const match = /^(\d+)-(\d+)$/u.exec(place)
  if (!match) throw badRequest('pageToken', 'Invalid pageToken')
  const date = Number(match[1])
  const lastRow = Number(match[2])
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >> 1
    const row = order[middle] ?? 0
    const rowDate = columns.internalDate[row] ?? 0
    if (rowDate < date || (rowDate === date && row < lastRow)) low = middle + 1
    else high = middle
  }
  return low - 1
}
