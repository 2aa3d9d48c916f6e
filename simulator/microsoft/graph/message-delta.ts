import type { MessageChange } from '../mailbox/changes.ts'
import type { StoredMessage } from '../mailbox/message.ts'
import {
  contextOf,
  folderNamed,
  linkTo,
  READ_MAIL,
  type GraphAnswer,
  type GraphCall,
  type GraphOperation,
} from './call.ts'
import { readDeltaToken, writeDeltaToken, type DeltaState } from './delta-token.ts'
import { badRequest, GraphError } from './errors.ts'
import { parseDeltaFilter } from './filter.ts'
import { MESSAGE_FIELDS, MESSAGE_TYPE, messageView } from './message-view.ts'
import { MAX_TOP, readExpand, readSelect, readTop } from './options.ts'

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
      const folder = folderNamed(call, call.path['folder'] ?? '')
      if (call.query.has('$deltatoken'))
        return changes(call, readDeltaToken(call, 'delta', folder.id))
      if (!call.query.has('$skiptoken')) return listing(call, begin(call, folder.id))
      const state = readDeltaToken(call, 'skip', folder.id)
      return state.after === null ? changes(call, state) : listing(call, state)
    },
  },
]

function begin(call: GraphCall, folderId: string): DeltaState {
  const { query, mailbox, preferences } = call
  const select = readSelect(call, MESSAGE_FIELDS, MESSAGE_TYPE)
  const filter = query.get('$filter')
  if (filter !== null) parseDeltaFilter(filter)
  const order = query.get('$orderby')
  if (order !== null && !/^\s*receivedDateTime\s+desc\s*$/u.test(order))
    throw badRequest(
      'The delta query supports $orderby only as receivedDateTime desc.',
      'ErrorInvalidUrlQuery',
    )
  readExpand(call, ['singleValueExtendedProperties'])
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
    top: query.has('$top') ? readTop(call) : null,
    includeHidden: false,
  }
}

/** A page of what is in the folder, newest first. Changes meanwhile are told in the next round. */
function listing(call: GraphCall, state: DeltaState): GraphAnswer {
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
  return answer(
    call,
    page.map((message) => whole(call, state, message)),
    next,
  )
}

/** A page of what changed since the token. */
function changes(call: GraphCall, state: DeltaState): GraphAnswer {
  const since = checkState(call, state)
  const upTo = state.kind === 'skip' ? state.told : call.mailbox.changes.current()
  const entries = fold(
    call,
    state,
    since.filter(({ sequence }) => sequence <= upTo),
  )
  const end = state.position + pageSize(call, state)
  const page = entries.slice(state.position, end)
  const goesOn = end < entries.length
  return answer(
    call,
    page,
    goesOn
      ? { ...state, kind: 'skip', position: end, told: upTo, after: null }
      : { ...state, kind: 'delta', position: 0, sequence: upTo, after: null, told: 0 },
  )
}

/** One or two entries for each message that changed: what it is now, and where it left. */
function fold(
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
      const entry = arrived ? whole(call, state, message) : partial(call, state, message, list)
      if (entry) entries.push(entry)
    }
    // Where it came back, both are told, and nothing says the removal is told first.
    const left = list.findLast(({ kind }) => kind === 'left')
    if (left) entries.push(removed(call, left))
  }
  return entries
}

function whole(
  call: GraphCall,
  state: DeltaState,
  message: StoredMessage,
): Record<string, unknown> {
  const expand = state.expand === null ? [] : expansions(call, state.expand)
  return { '@odata.type': `#${MESSAGE_TYPE}`, ...messageView(call, message, state.select, expand) }
}

/** A change in place tells the changed properties and the folder only, whatever was selected. */
function partial(
  call: GraphCall,
  state: DeltaState,
  message: StoredMessage,
  list: readonly MessageChange[],
): Record<string, unknown> | null {
  if (list.some(({ properties }) => properties === null)) return whole(call, state, message)
  const changed = new Set(list.flatMap(({ properties }) => [...(properties ?? [])]))
  const told = [...changed].filter((name) => state.select === null || state.select.includes(name))
  if (told.length === 0) return null
  return {
    '@odata.type': `#${MESSAGE_TYPE}`,
    ...messageView(call, message, [...told, 'parentFolderId']),
  }
}

function removed(call: GraphCall, { row, place }: MessageChange): Record<string, unknown> {
  return {
    '@odata.type': `#${MESSAGE_TYPE}`,
    id: call.mailbox.ids.idOf(call.preferences.idSpace, row, place),
    // Exchange says `deleted` for what was moved away as well.
    '@removed': { reason: 'deleted' },
  }
}

function expansions(call: GraphCall, expand: string): ReturnType<typeof readExpand> {
  const query = new URLSearchParams({ $expand: expand })
  return readExpand({ ...call, query }, ['singleValueExtendedProperties'])
}

/** Changes since the token, or 410 with the link that begins again. */
function checkState(call: GraphCall, state: DeltaState): readonly MessageChange[] {
  const since = call.mailbox.changes.messagesSince(state.of, state.sequence)
  if (since) return since
  throw gone(call)
}

/** The state is forgotten: begin again, at the place the Location header names. */
export function gone(call: GraphCall): GraphError {
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

function answer(call: GraphCall, value: unknown[], next: DeltaState): GraphAnswer {
  const token = writeDeltaToken(call, next)
  const link = linkTo(
    call,
    new URLSearchParams({ [next.kind === 'skip' ? '$skiptoken' : '$deltatoken']: token }),
  )
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(call, 'messages/$delta'),
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
