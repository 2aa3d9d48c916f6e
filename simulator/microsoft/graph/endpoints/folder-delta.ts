import type { MailFolder } from '../../mail-store/folders.ts'
import {
  contextUrl,
  linkTo,
  READ_MAIL,
  type GraphResponse,
  type GraphCall,
  type GraphOperation,
} from '../request/graph-call.ts'
import { decodeDeltaToken, encodeDeltaToken, type DeltaState } from '../request/delta-token.ts'
import { FOLDER_FIELDS, FOLDER_TYPE, folderResource, includesHidden } from './folders.ts'
import { syncStateNotFound } from './message-delta.ts'
import { MAX_TOP, parseSelect } from '../request/odata-options.ts'

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
      if (call.query.has('$deltatoken'))
        return deltaPage(call, decodeDeltaToken(call, 'delta', TREE))
      if (call.query.has('$skiptoken')) return deltaPage(call, decodeDeltaToken(call, 'skip', TREE))
      const select = parseSelect(call, FOLDER_FIELDS, FOLDER_TYPE)
      return deltaPage(call, {
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
        includeHidden: includesHidden(call),
      })
    },
  },
]

/** `after` set: still in the first listing of all folders. */
function deltaPage(call: GraphCall, state: DeltaState): GraphResponse {
  const { mailbox } = call
  const since = mailbox.changes.foldersSince(state.sequence)
  if (!since) throw syncStateNotFound(call)
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
    else if (shown(folder)) entries.push(folderResource(call, folder, select))
  }
  const size = Math.min(call.preferences.maxPageSize ?? DEFAULT_PAGE, MAX_TOP)
  const end = state.position + size
  const goesOn = end < entries.length
  const next: DeltaState = goesOn
    ? { ...state, kind: 'skip', position: end, told: upTo }
    : { ...state, kind: 'delta', position: 0, sequence: upTo, after: null }
  const token = encodeDeltaToken(call, next)
  const link = linkTo(call, new URLSearchParams({ [goesOn ? '$skiptoken' : '$deltatoken']: token }))
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(call, 'mailFolders/$delta'),
      value: entries.slice(state.position, end),
      [goesOn ? '@odata.nextLink' : '@odata.deltaLink']: link,
    },
  }
}
