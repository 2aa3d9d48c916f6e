import { mixSeed, seedOf } from '../../control/seeded-random.ts'

/** A folder of a Microsoft mailbox. Folder ids never change, whatever id type is preferred. */
export interface MailFolder {
  readonly id: string
  displayName: string
  /** The root's id for a folder at the top. */
  parentId: string
  /** The well-known name Graph takes in place of the id, or null for a folder the user made. */
  readonly wellKnown: WellKnownName | null
  readonly isHidden: boolean
}

/** The well-known names served, with what Outlook calls the folders in English. */
const WELL_KNOWN = {
  inbox: 'Inbox',
  drafts: 'Drafts',
  sentitems: 'Sent Items',
  deleteditems: 'Deleted Items',
  junkemail: 'Junk Email',
  archive: 'Archive',
  outbox: 'Outbox',
  conversationhistory: 'Conversation History',
  msgfolderroot: 'Top of Information Store',
  clutter: 'Clutter',
} as const

export type WellKnownName = keyof typeof WELL_KNOWN

/** Folders that exist but are listed only where hidden ones are asked for. */
const HIDDEN: ReadonlySet<string> = new Set(['clutter'])

export function isWellKnownName(name: string): name is WellKnownName {
  return Object.hasOwn(WELL_KNOWN, name)
}

/** An id as Exchange makes them for folders: long, and told apart from a message's by its last part. */
export function folderIdOf(mailboxSeed: number, number: number): string {
  const marks = [1, 2, 3, 4, 5, 6].map((part) => mixSeed(mailboxSeed, part))
  const bytes = Buffer.alloc(48)
  marks.forEach((mark, index) => bytes.writeUInt32BE(mark, index * 4))
  bytes.writeUInt32BE(number, 24)
  bytes.writeUInt32BE(mixSeed(mailboxSeed, number, 0xf01d), 28)
  return `AAMkAGF${bytes.toString('base64url')}AuAAAA`
}

/** The folders of a new mailbox, by id. The root is among them. */
export function defaultFolders(mailboxSeed: number): Map<string, MailFolder> {
  const folders = new Map<string, MailFolder>()
  const rootId = folderIdOf(mailboxSeed, seedOf('msgfolderroot'))
  for (const [name, displayName] of Object.entries(WELL_KNOWN)) {
    if (!isWellKnownName(name)) continue
    const id = folderIdOf(mailboxSeed, seedOf(name))
    const parentId = name === 'msgfolderroot' ? '' : rootId
    folders.set(id, { id, displayName, parentId, wellKnown: name, isHidden: HIDDEN.has(name) })
  }
  return folders
}
