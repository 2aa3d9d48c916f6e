import {
  headerValue,
  parseHeaders,
  splitHeader,
  type HeaderField,
} from '../../mail/mime/headers.ts'
import type { MailSource } from '../../google/mail-store/gmail-store.ts'
import { parseMime, type MimePart } from '../../mail/mime/parse-mime.ts'
import {
  baseSubject,
  parseMessageIds,
  parseReferences,
} from '../../mail/mime/subject-and-references.ts'
import { guidOf } from '../guid.ts'
import { createChangeLog, type ChangeLog, type ChangeLogSnapshot } from './change-log.ts'
import { formatDraft } from './draft.ts'
import { folderIdOf, type MailFolder, type WellKnownName } from './folders.ts'
import { createItemIds, type ItemIds } from './item-ids.ts'
import type { MessageUpdate, NewMessage, StoredMessage } from './stored-message.ts'

/** A message that was handed over for sending and does not show as sent yet. */
export interface Submission {
  row: number
  at: number
  finish: () => void
}

export interface OutlookStoreParts {
  email: string
  displayName: string
  /** A work or school account, or a personal one (Outlook.com). */
  kind: 'work' | 'personal'
  seed: number
  now: () => number
  source: MailSource | null
  folders: Map<string, MailFolder>
  messages: StoredMessage[]
  /** Rows ever given out. */
  size: number
  changes: ChangeLogSnapshot | null
}

/** One person's mail at Microsoft. */
export interface OutlookStore {
  readonly email: string
  displayName: string
  /** Addresses besides the account's own, without the prefix; a work account has them only. */
  aliases: string[]
  /** The tenant's setting SendFromAliasEnabled. */
  canSendFromAliases: boolean
  readonly kind: 'work' | 'personal'
  /** The account's object id. */
  readonly userId: string
  readonly seed: number
  readonly ids: ItemIds
  readonly changes: ChangeLog
  readonly folders: Map<string, MailFolder>
  readonly source: MailSource | null
  readonly submissions: Submission[]
  /** Goes up with every change, for saving. */
  version: number
  size(): number
  message(row: number): StoredMessage | null
  all(): Iterable<StoredMessage>
  /** A folder's messages by time received, newest first. */
  inFolder(folderId: string): readonly StoredMessage[]
  folderNamed(name: WellKnownName): MailFolder
  insert(message: NewMessage): StoredMessage
  /** `properties`: what a delta query is to report of it, or null for everything. */
  update(message: StoredMessage, change: MessageUpdate, properties: readonly string[] | null): void
  move(message: StoredMessage, folderId: string): void
  remove(message: StoredMessage): void
  /** Takes a message out of its folder without deleting it, until `place` puts it somewhere. */
  detach(message: StoredMessage): void
  attach(message: StoredMessage, folderId: string): void
  raw(message: StoredMessage): Buffer
  parsed(message: StoredMessage): MimePart
  headers(message: StoredMessage): HeaderField[]
  createFolder(displayName: string, parentId: string, isHidden?: boolean): MailFolder
  updateFolder(folder: MailFolder, change: { displayName?: string; parentId?: string }): void
  /** Deletes a folder with everything in it. */
  removeFolder(folder: MailFolder): void
  /** Finishes submissions whose time has come. */
  completeDueSubmissions(): void
}

const PARSED_KEPT = 64

export function createOutlookStore(parts: OutlookStoreParts): OutlookStore {
  const { email, now, source, folders, seed } = parts
  const ids = createItemIds(email)
  const changes = createChangeLog(parts.changes)
  const rows = new Map<number, StoredMessage>()
  const byFolder = new Map<string, Set<StoredMessage>>()
  const sorted = new Map<string, StoredMessage[]>()
  const byMessageId = new Map<string, number>()
  const withdrawn = new Set<number>()
  const parsed = new Map<string, MimePart>()
  let size = parts.size
  let nextFolder = folders.size

  const membersOf = (folderId: string): Set<StoredMessage> => {
    const members = byFolder.get(folderId) ?? new Set()
    byFolder.set(folderId, members)
    return members
  }
  const enter = (message: StoredMessage): void => {
    membersOf(message.folderId).add(message)
    sorted.delete(message.folderId)
  }
  const leave = (message: StoredMessage): void => {
    membersOf(message.folderId).delete(message)
    sorted.delete(message.folderId)
    const { row, place } = message
    changes.message(message.folderId, { row, kind: 'left', properties: null, place })
  }
  const arrived = (message: StoredMessage): void => {
    const { row, place } = message
    changes.message(message.folderId, { row, kind: 'arrived', properties: null, place })
  }
  const touch = (message: StoredMessage): void => {
    message.modifiedAt = now()
    message.version += 1
    mailbox.version += 1
  }
  const rowOfMessageId = (messageId: string): number | null => {
    const row = byMessageId.get(messageId) ?? source?.indexOfMessageId(messageId) ?? null
    return row !== null && rows.has(row) ? row : null
  }
  /** An ancestor by References or In-Reply-To whose subject is the same begins the conversation. */
  const conversationFor = (fields: readonly HeaderField[]): number | null => {
    const subject = baseSubject(headerValue(fields, 'subject') ?? '')
    for (const id of parseReferences(fields)) {
      const ancestor = rows.get(rowOfMessageId(id) ?? -1)
      if (!ancestor) continue
      const theirs = headerValue(mailbox.headers(ancestor), 'subject') ?? ''
      if (baseSubject(theirs) === subject) return ancestor.conversation
    }
    return null
  }

  const mailbox: OutlookStore = {
    email,
    displayName: parts.displayName,
    aliases: [],
    canSendFromAliases: true,
    kind: parts.kind,
    userId: guidOf(email),
    seed,
    ids,
    changes,
    folders,
    source,
    submissions: [],
    version: 0,
    size: () => size,
    message: (row) => (withdrawn.has(row) ? null : (rows.get(row) ?? null)),
    all: () => [...rows.values()].filter(({ row }) => !withdrawn.has(row)),
    inFolder: (folderId) => {
      let list = sorted.get(folderId)
      if (!list) {
        list = [...membersOf(folderId)].sort((a, b) => b.receivedAt - a.receivedAt || b.row - a.row)
        sorted.set(folderId, list)
      }
      return list
    },
    folderNamed: (name) => {
      for (const folder of folders.values()) if (folder.wellKnown === name) return folder
      throw new Error(`${email} has no folder ${name}`)
    },
    insert: (given) => {
      const row = size
      size += 1
      const message: StoredMessage = {
        conversation: row,
        sentAt: given.receivedAt,
        createdAt: given.receivedAt,
        modifiedAt: given.receivedAt,
        isRead: false,
        flag: 'notFlagged',
        categories: [],
        importance: 'normal',
        inference: 'focused',
        links: [],
        extended: new Map(),
        ...given,
        row,
        place: 0,
        version: 1,
      }
      rows.set(row, message)
      const fields = message.content.kind === 'generated' ? null : mailbox.headers(message)
      if (fields) {
        message.conversation = given.conversation ?? conversationFor(fields) ?? row
        const id = parseMessageIds(headerValue(fields, 'message-id') ?? '')[0]
        if (id !== undefined) byMessageId.set(id, row)
      }
      enter(message)
      arrived(message)
      mailbox.version += 1
      return message
    },
    update: (message, change, properties) => {
      Object.assign(message, change)
      if (change.content) {
        const id = parseMessageIds(headerValue(mailbox.headers(message), 'message-id') ?? '')[0]
        if (id !== undefined) byMessageId.set(id, message.row)
      }
      touch(message)
      const { row, place, folderId } = message
      changes.message(folderId, { row, kind: 'changed', properties, place })
    },
    move: (message, folderId) => {
      leave(message)
      message.folderId = folderId
      message.place += 1
      touch(message)
      enter(message)
      arrived(message)
    },
    remove: (message) => {
      leave(message)
      rows.delete(message.row)
      mailbox.version += 1
    },
    detach: (message) => {
      leave(message)
      withdrawn.add(message.row)
      mailbox.version += 1
    },
    attach: (message, folderId) => {
      withdrawn.delete(message.row)
      message.folderId = folderId
      message.place += 1
      touch(message)
      enter(message)
      arrived(message)
    },
    raw: (message) => {
      const { content } = message
      if (content.kind === 'stored') return content.raw
      if (content.kind === 'draft') {
        const owner = { name: mailbox.displayName, email }
        return formatDraft(content.draft, owner, message.modifiedAt)
      }
      if (!source) throw new Error(`${email} has no generator`)
      return source.raw(content.index)
    },
    parsed: (message) => {
      const key = `${message.row}.${message.version}`
      const known = parsed.get(key)
      if (known) return known
      const tree = parseMime(mailbox.raw(message))
      const oldest = parsed.size >= PARSED_KEPT ? parsed.keys().next().value : undefined
      if (oldest !== undefined) parsed.delete(oldest)
      parsed.set(key, tree)
      return tree
    },
    headers: (message) => parseHeaders(splitHeader(mailbox.raw(message)).header),
    createFolder: (displayName, parentId, isHidden = false) => {
      // An id is never given out again, not even that of a folder which is gone.
      while (folders.has(folderIdOf(seed, nextFolder))) nextFolder += 1
      const id = folderIdOf(seed, nextFolder)
      nextFolder += 1
      const folder: MailFolder = { id, displayName, parentId, wellKnown: null, isHidden }
      folders.set(id, folder)
      changes.folder(id, 'changed')
      mailbox.version += 1
      return folder
    },
    updateFolder: (folder, change) => {
      Object.assign(folder, change)
      changes.folder(folder.id, 'changed')
      mailbox.version += 1
    },
    removeFolder: (folder) => {
      for (const child of folders.values())
        if (child.parentId === folder.id) mailbox.removeFolder(child)
      for (const message of mailbox.inFolder(folder.id)) mailbox.remove(message)
      folders.delete(folder.id)
      changes.folder(folder.id, 'left')
      mailbox.version += 1
    },
    completeDueSubmissions: () => {
      const due = mailbox.submissions.filter(({ at }) => at <= now())
      for (const submission of due) {
        mailbox.submissions.splice(mailbox.submissions.indexOf(submission), 1)
        submission.finish()
      }
    },
  }

  for (const message of parts.messages) {
    rows.set(message.row, message)
    enter(message)
    if (message.content.kind === 'generated') continue
    const id = parseMessageIds(headerValue(mailbox.headers(message), 'message-id') ?? '')[0]
    if (id !== undefined) byMessageId.set(id, message.row)
  }
  return mailbox
}
