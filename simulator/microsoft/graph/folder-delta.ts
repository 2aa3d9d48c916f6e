import type { MailFolder } from '../mailbox/folders.ts'
import {
  contextOf,
  linkTo,
  READ_MAIL,
  type GraphAnswer,
  type GraphCall,
  type GraphOperation,
} from './call.ts'
import { readDeltaToken, writeDeltaToken, type DeltaState } from './delta-token.ts'
import { FOLDER_FIELDS, FOLDER_TYPE, folderView, wantsHidden } from './folders.ts'
import { gone } from './message-delta.ts'
import { MAX_TOP, readSelect } from './options.ts'

const DEFAULT_PAGE = 10
const TREE = 'folders'

/**
 * The folder tree and its changes: made, renamed, moved, deleted. Item counts that change do not
 * make a folder show up again.
 */
export const FOLDER_DELTA_OPERATIONS: readonly GraphOperation[] = [
  {
    name: 'graph.mailFolders.delta',
    verb: 'GET',
    path: '/mailFolders/delta',
    scopes: READ_MAIL,
    query: ['$select', '$deltatoken', '$skiptoken', 'includeHiddenFolders'],
    handle: (call) => {
      if (call.query.has('$deltatoken')) return round(call, readDeltaToken(call, 'delta', TREE))
      if (call.query.has('$skiptoken')) return round(call, readDeltaToken(call, 'skip', TREE))
      const select = readSelect(call, FOLDER_FIELDS, FOLDER_TYPE)
      return round(call, {
        kind: 'skip',
        of: TREE,
        space: call.preferences.idSpace,
        sequence: call.mailbox.changes.current(),
        select: select === null ? null : [...select],
        filter: null,
        expand: null,
        after: { at: 0, row: 0 },
        position: 0,
        told: call.mailbox.changes.current(),
        top: null,
        includeHidden: wantsHidden(call),
      })
    },
  },
]

/** `after` set: still in the first listing of all folders. */
function round(call: GraphCall, state: DeltaState): GraphAnswer {
  const { mailbox } = call
  const since = mailbox.changes.foldersSince(state.sequence)
  if (!since) throw gone(call)
  const isFirst = state.after !== null
  const upTo = state.kind === 'skip' ? state.told : mailbox.changes.current()
  const select = state.select === null ? null : new Set(state.select)
  const shown = (folder: MailFolder): boolean =>
    folder.wellKnown !== 'msgfolderroot' && (state.includeHidden || !folder.isHidden)
  const entries: Record<string, unknown>[] = []
  const ids = isFirst
    ? [...mailbox.folders.keys()]
    : [...new Set(since.filter(({ sequence }) => sequence <= upTo).map((one) => one.folderId))]
  for (const id of ids) {
    const folder = mailbox.folders.get(id)
    if (!folder) entries.push({ id, '@removed': { reason: 'deleted' } })
    else if (shown(folder)) entries.push(folderView(call, folder, select))
  }
  const size = Math.min(call.preferences.maxPageSize ?? DEFAULT_PAGE, MAX_TOP)
  const end = state.position + size
  const goesOn = end < entries.length
  const next: DeltaState = goesOn
    ? { ...state, kind: 'skip', position: end, told: upTo }
    : { ...state, kind: 'delta', position: 0, sequence: upTo, after: null }
  const token = writeDeltaToken(call, next)
  const link = linkTo(call, new URLSearchParams({ [goesOn ? '$skiptoken' : '$deltatoken']: token }))
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(call, 'mailFolders/$delta'),
      value: entries.slice(state.position, end),
      [goesOn ? '@odata.nextLink' : '@odata.deltaLink']: link,
    },
  }
}
