import type { MailFolder as MailFolderResource } from '@microsoft/microsoft-graph-types'
import type { MailFolder } from '../../mail-store/folders.ts'
import { findChildFolder } from '../../mail-store/seed-outlook-store.ts'
import {
  contextUrl,
  getFolderById,
  linkTo,
  READ_MAIL,
  WRITE_MAIL,
  type GraphResponse,
  type GraphCall,
  type GraphOperation,
} from '../request/graph-call.ts'
import { badRequest, GraphError, unknownProperty } from '../request/errors.ts'
import { parseNumberOption, parseSelect, parseTop } from '../request/odata-options.ts'

export const FOLDER_TYPE = 'microsoft.graph.mailFolder'

/** What v1.0 has of a folder; `wellKnownName` is beta's. */
export const FOLDER_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'displayName',
  'parentFolderId',
  'childFolderCount',
  'unreadItemCount',
  'totalItemCount',
  'sizeInBytes',
  'isHidden',
])

const LIST_OPTIONS = ['$select', '$top', '$skip', '$count', 'includeHiddenFolders']

export const FOLDER_OPERATIONS: readonly GraphOperation[] = [
  {
    name: 'graph.mailFolders.list',
    verb: 'GET',
    path: '/mailFolders',
    scopes: READ_MAIL,
    query: LIST_OPTIONS,
    handle: (call) => list(call, call.mailbox.folderNamed('msgfolderroot')),
  },
  {
    name: 'graph.mailFolders.list',
    verb: 'GET',
    path: '/mailFolders/{folder}/childFolders',
    scopes: READ_MAIL,
    query: LIST_OPTIONS,
    handle: (call) => list(call, getFolderById(call, call.path['folder'] ?? '')),
  },
  {
    name: 'graph.mailFolders.get',
    verb: 'GET',
    path: '/mailFolders/{folder}',
    scopes: READ_MAIL,
    query: ['$select'],
    handle: (call) => entity(call, 200, getFolderById(call, call.path['folder'] ?? '')),
  },
  {
    name: 'graph.mailFolders.create',
    verb: 'POST',
    path: '/mailFolders',
    scopes: WRITE_MAIL,
    body: 'json',
    handle: (call) => create(call, call.mailbox.folderNamed('msgfolderroot')),
  },
  {
    name: 'graph.mailFolders.create',
    verb: 'POST',
    path: '/mailFolders/{folder}/childFolders',
    scopes: WRITE_MAIL,
    body: 'json',
    handle: (call) => create(call, getFolderById(call, call.path['folder'] ?? '')),
  },
  {
    name: 'graph.mailFolders.update',
    verb: 'PATCH',
    path: '/mailFolders/{folder}',
    scopes: WRITE_MAIL,
    body: 'json',
    handle: (call) => {
      const folder = requireUserFolder(getFolderById(call, call.path['folder'] ?? ''))
      rejectOtherProperties(call, ['displayName'])
      const displayName = nameIn(call)
      rejectTakenName(call, folder.parentId, displayName, folder)
      call.mailbox.updateFolder(folder, { displayName })
      return entity(call, 200, folder)
    },
  },
  {
    name: 'graph.mailFolders.delete',
    verb: 'DELETE',
    path: '/mailFolders/{folder}',
    scopes: WRITE_MAIL,
    handle: (call) => {
      call.mailbox.removeFolder(requireUserFolder(getFolderById(call, call.path['folder'] ?? '')))
      return { status: 204 }
    },
  },
  {
    name: 'graph.mailFolders.move',
    verb: 'POST',
    path: '/mailFolders/{folder}/move',
    scopes: WRITE_MAIL,
    body: 'json',
    handle: (call) => {
      const folder = requireUserFolder(getFolderById(call, call.path['folder'] ?? ''))
      rejectOtherProperties(call, ['destinationId'], 'microsoft.graph.move')
      const parent = getFolderById(call, destinationIn(call))
      for (let at: MailFolder | undefined = parent; at; at = call.mailbox.folders.get(at.parentId))
        if (at.id === folder.id)
          throw badRequest('The folder cannot be moved into itself.', 'ErrorMoveCopyFailed')
      rejectTakenName(call, parent.id, folder.displayName, folder)
      call.mailbox.updateFolder(folder, { parentId: parent.id })
      return entity(call, 201, folder)
    },
  },
]

/** The destination of a move or copy. */
export function destinationIn(call: GraphCall): string {
  const { destinationId } = call.body
  if (typeof destinationId !== 'string' || destinationId === '')
    throw badRequest('The value of parameter DestinationId is empty.', 'ErrorInvalidParameter')
  return destinationId
}

/** Refuses every property of the body that is not in the list. */
export function rejectOtherProperties(
  call: GraphCall,
  names: readonly string[],
  type: string = FOLDER_TYPE,
): void {
  for (const name of Object.keys(call.body))
    if (!names.includes(name)) throw unknownProperty(name, type)
}

/** The folder resource. */
export function folderResource(
  call: GraphCall,
  folder: MailFolder,
  select: ReadonlySet<string> | null,
): Record<string, unknown> {
  const { mailbox } = call
  // The size is told by v1.0 though its types do not know it.
  const values: { [Name in keyof MailFolderResource]?: () => MailFolderResource[Name] } & {
    sizeInBytes: () => number
  } = {
    displayName: () => folder.displayName,
    parentFolderId: () => folder.parentId,
    childFolderCount: () => childrenOf(call, folder.id, true).length,
    unreadItemCount: () => mailbox.inFolder(folder.id).filter(({ isRead }) => !isRead).length,
    totalItemCount: () => mailbox.inFolder(folder.id).length,
    sizeInBytes: () => mailbox.inFolder(folder.id).length * 20_000,
    isHidden: () => folder.isHidden,
  }
  const view: Record<string, unknown> = { id: folder.id }
  for (const [name, value] of Object.entries(values))
    if (select === null || select.has(name)) view[name] = value()
  return view
}

/** A folder's children by name. */
export function childrenOf(call: GraphCall, parentId: string, withHidden: boolean): MailFolder[] {
  return [...call.mailbox.folders.values()]
    .filter((folder) => folder.parentId === parentId && (withHidden || !folder.isHidden))
    .sort((a, b) => (a.displayName < b.displayName ? -1 : 1))
}

/** `includeHiddenFolders` takes true and nothing else. */
export function includesHidden(call: GraphCall): boolean {
  return call.query.get('includeHiddenFolders')?.toLowerCase() === 'true'
}

function list(call: GraphCall, parent: MailFolder): GraphResponse {
  const select = parseSelect(call, FOLDER_FIELDS, FOLDER_TYPE)
  const top = parseTop(call)
  const skip = parseNumberOption(call, '$skip', 0) ?? 0
  const all = childrenOf(call, parent.id, includesHidden(call))
  const page = all.slice(skip, skip + top)
  const next = new URLSearchParams(call.query)
  next.set('$skip', String(skip + page.length))
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(call, 'mailFolders'),
      ...(call.query.get('$count') === 'true' ? { '@odata.count': all.length } : {}),
      value: page.map((folder) => folderResource(call, folder, select)),
      ...(skip + page.length < all.length ? { '@odata.nextLink': linkTo(call, next) } : {}),
    },
  }
}

function create(call: GraphCall, parent: MailFolder): GraphResponse {
  rejectOtherProperties(call, ['displayName', 'isHidden'])
  const displayName = nameIn(call)
  rejectTakenName(call, parent.id, displayName, null)
  const folder = call.mailbox.createFolder(displayName, parent.id, call.body['isHidden'] === true)
  return entity(call, 201, folder)
}

function entity(call: GraphCall, status: number, folder: MailFolder): GraphResponse {
  const select = parseSelect(call, FOLDER_FIELDS, FOLDER_TYPE)
  const context = { '@odata.context': contextUrl(call, 'mailFolders/$entity') }
  return { status, body: { ...context, ...folderResource(call, folder, select) } }
}

function nameIn(call: GraphCall): string {
  const { displayName } = call.body
  if (typeof displayName !== 'string' || displayName.trim() === '' || displayName.length > 255)
    throw badRequest('The folder name is not valid.', 'ErrorInvalidFolderName')
  return displayName
}

function rejectTakenName(
  call: GraphCall,
  parentId: string,
  displayName: string,
  except: MailFolder | null,
): void {
  const taken = findChildFolder(call.mailbox, parentId, displayName)
  if (taken && taken !== except)
    throw new GraphError(
      409,
      'ErrorFolderExists',
      'A folder with the specified name already exists.',
    )
}

function requireUserFolder(folder: MailFolder): MailFolder {
  if (folder.wellKnown !== null)
    throw new GraphError(
      403,
      'ErrorDeleteDistinguishedFolder',
      'Distinguished folders cannot be changed.',
    )
  return folder
}
