import type { MessageChange } from '../../mail-store/change-log.ts'
import type { StoredMessage } from '../../mail-store/stored-message.ts'
import {
  contextUrl,
  getFolderById,
  linkTo,
  READ_MAIL,
  type GraphResponse,
  type GraphCall,
  type GraphOperation,
} from '../request/graph-call.ts'
import { decodeDeltaToken, encodeDeltaToken, type DeltaState } from '../request/delta-token.ts'
import { badRequest, GraphError } from '../request/errors.ts'
import { parseDeltaFilter } from '../request/odata-filter.ts'
import { MESSAGE_FIELDS, MESSAGE_TYPE, messageResource } from '../messages/message-resource.ts'
import { MAX_TOP, parseExpand, parseSelect, parseTop } from '../request/odata-options.ts'

const DEFAULT_PAGE = 10
/** With a $filter the first round tells no more messages than this, as documented. */
const FILTERED_LIMIT = 5_000

export const MESSAGE_DELTA_OPERATIONS: readonly GraphOperation[] = [
  {
    name: 'graph.messages.delta',
    verb: 'GET',
    path: '/mailFolders/{folder}/messages/delta',
    scopes: READ_MAIL,
    query: ['$select', '$top', '$filter', '$orderby', '$expand', '$deltatoken', '$skiptoken'],
    handle: (call) => {
      const folder = getFolderById(call, call.path['folder'] ?? '')
      if (call.query.has('$deltatoken'))
        return changesPage(call, decodeDeltaToken(call, 'delta', folder.id))
      if (!call.query.has('$skiptoken')) return listingPage(call, begin(call, folder.id))
      const state = decodeDeltaToken(call, 'skip', folder.id)
      return state.after === null ? changesPage(call, state) : listingPage(call, state)
    },
  },
]

function begin(call: GraphCall, folderId: string): DeltaState {
  const { query, mailbox, preferences } = call
  const select = parseSelect(call, MESSAGE_FIELDS, MESSAGE_TYPE)
  const filter = query.get('$filter')
  if (filter !== null) parseDeltaFilter(filter)
  const order = query.get('$orderby')
  if (order !== null && !/^\s*receivedDateTime\s+desc\s*$/u.test(order))
    throw badRequest(
      'The delta query supports $orderby only as receivedDateTime desc.',
      'ErrorInvalidUrlQuery',
    )
  parseExpand(call, ['singleValueExtendedProperties'])
  return {
    kind: 'skip',
    of: folderId,
    space: preferences.idSpace,
    sequence: mailbox.changes.current(),
    select: select === null ? null : [...select],
    filter,
    expand: query.get('$expand'),
    after: { at: Number.MAX_SAFE_INTEGER, row: Number.MAX_SAFE_INTEGER },
    position: 0,
    told: 0,
    top: query.has('$top') ? parseTop(call) : null,
    includeHidden: false,
  }
}

/** A page of what is in the folder, newest first. Changes meanwhile are told in the next round. */
function listingPage(call: GraphCall, state: DeltaState): GraphResponse {
  checkState(call, state)
  const all = call.mailbox.inFolder(state.of)
  const test = state.filter === null ? null : parseDeltaFilter(state.filter)
  const size = pageSize(call, state)
  const limit = test ? Math.min(size, FILTERED_LIMIT - state.told) : size
  const page: StoredMessage[] = []
  let more = false
  for (let at = firstAfter(all, state.after); at < all.length; at += 1) {
    const message = all[at]
    if (!message || (test && !test(message))) continue
    if (page.length >= limit) {
      more = true
      break
    }
    page.push(message)
  }
  const last = page.at(-1)
  const told = state.told + page.length
  const goesOn = more && last !== undefined && (!test || told < FILTERED_LIMIT)
  const next: DeltaState = {
    ...state,
    kind: goesOn ? 'skip' : 'delta',
    after: goesOn ? { at: last.receivedAt, row: last.row } : null,
    told,
  }
  return deltaResponse(
    call,
    page.map((message) => fullEntry(call, state, message)),
    next,
  )
}

/** A page of what changed since the token. */
function changesPage(call: GraphCall, state: DeltaState): GraphResponse {
  const since = checkState(call, state)
  const upTo = state.kind === 'skip' ? state.told : call.mailbox.changes.current()
  const entries = mergeChanges(
    call,
    state,
    since.filter(({ sequence }) => sequence <= upTo),
  )
  const end = state.position + pageSize(call, state)
  const page = entries.slice(state.position, end)
  const goesOn = end < entries.length
  return deltaResponse(
    call,
    page,
    goesOn
      ? { ...state, kind: 'skip', position: end, told: upTo, after: null }
      : { ...state, kind: 'delta', position: 0, sequence: upTo, after: null, told: 0 },
  )
}

/** One or two entries for each message that changed: what it is now, and where it left. */
function mergeChanges(
  call: GraphCall,
  state: DeltaState,
  since: readonly MessageChange[],
): Record<string, unknown>[] {
  const byRow = new Map<number, MessageChange[]>()
  for (const change of since) byRow.set(change.row, [...(byRow.get(change.row) ?? []), change])
  const test = state.filter === null ? null : parseDeltaFilter(state.filter)
  const entries: Record<string, unknown>[] = []
  for (const [row, list] of byRow) {
    const message = call.mailbox.message(row)
    const isHere = message !== null && message.folderId === state.of
    if (isHere && (!test || test(message))) {
      const arrived = list.some(({ kind }) => kind !== 'changed')
      const entry = arrived
        ? fullEntry(call, state, message)
        : changedEntry(call, state, message, list)
      if (entry) entries.push(entry)
    }
    // Where it came back, both are told, and nothing says the removal is told first.
    const left = list.findLast(({ kind }) => kind === 'left')
    if (left) entries.push(removedEntry(call, left))
  }
  return entries
}

function fullEntry(
  call: GraphCall,
  state: DeltaState,
  message: StoredMessage,
): Record<string, unknown> {
  const expand = state.expand === null ? [] : expansions(call, state.expand)
  return {
    '@odata.type': `#${MESSAGE_TYPE}`,
    ...messageResource(call, message, state.select, expand),
  }
}

/** A change in place tells the changed properties and the folder only, whatever was selected. */
function changedEntry(
  call: GraphCall,
  state: DeltaState,
  message: StoredMessage,
  list: readonly MessageChange[],
): Record<string, unknown> | null {
  if (list.some(({ properties }) => properties === null)) return fullEntry(call, state, message)
  const changed = new Set(list.flatMap(({ properties }) => [...(properties ?? [])]))
  const told = [...changed].filter((name) => state.select === null || state.select.includes(name))
  if (told.length === 0) return null
  return {
    '@odata.type': `#${MESSAGE_TYPE}`,
    ...messageResource(call, message, [...told, 'parentFolderId']),
  }
}

function removedEntry(call: GraphCall, { row, place }: MessageChange): Record<string, unknown> {
  return {
    '@odata.type': `#${MESSAGE_TYPE}`,
    id: call.mailbox.ids.idOf(call.preferences.idSpace, row, place),
    // Exchange says `deleted` for what was moved away as well.
    '@removed': { reason: 'deleted' },
  }
}

function expansions(call: GraphCall, expand: string): ReturnType<typeof parseExpand> {
  const query = new URLSearchParams({ $expand: expand })
  return parseExpand({ ...call, query }, ['singleValueExtendedProperties'])
}

/** Changes since the token, or 410 with the link that begins again. */
function checkState(call: GraphCall, state: DeltaState): readonly MessageChange[] {
  const since = call.mailbox.changes.messagesSince(state.of, state.sequence)
  if (since) return since
  throw syncStateNotFound(call)
}

/** The state is forgotten: begin again, at the place the Location header names. */
export function syncStateNotFound(call: GraphCall): GraphError {
  return new GraphError(
    410,
    'SyncStateNotFound',
    'The sync state generation is not found; perform a full synchronization.',
    { location: `${call.base}${call.resource}` },
  )
}

function pageSize(call: GraphCall, state: DeltaState): number {
  const wanted = call.preferences.maxPageSize ?? state.top ?? DEFAULT_PAGE
  return Math.min(wanted, MAX_TOP)
}

function deltaResponse(call: GraphCall, value: unknown[], next: DeltaState): GraphResponse {
  const token = encodeDeltaToken(call, next)
  const link = linkTo(
    call,
    new URLSearchParams({ [next.kind === 'skip' ? '$skiptoken' : '$deltatoken']: token }),
  )
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(call, 'messages/$delta'),
      value,
      [next.kind === 'skip' ? '@odata.nextLink' : '@odata.deltaLink']: link,
    },
  }
}

function firstAfter(all: readonly StoredMessage[], after: DeltaState['after']): number {
  if (after === null) return all.length
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >> 1
    const message = all[middle]
    const isTold =
      message !== undefined &&
      (message.receivedAt > after.at ||
        (message.receivedAt === after.at && message.row >= after.row))
    if (isTold) low = middle + 1
    else high = middle
  }
  return low
}
