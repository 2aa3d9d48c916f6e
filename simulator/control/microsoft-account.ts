import type { Simulation } from './simulation.ts'
import type { MailFolder } from '../microsoft/mail-store/folders.ts'
import type { OutlookStore } from '../microsoft/mail-store/outlook-store.ts'
import type { FlagStatus, StoredMessage } from '../microsoft/mail-store/stored-message.ts'
import { resolveFolder } from '../microsoft/mail-store/seed-outlook-store.ts'

/** One message as it really is at Microsoft. */
export interface OutlookServerMessage {
  /** The immutable id. */
  id: string
  /** The id without Prefer: IdType="ImmutableId", at this moment. */
  defaultId: string
  conversationId: string
  folderId: string
  isRead: boolean
  isDraft: boolean
  flag: FlagStatus
  categories: readonly string[]
  /** Milliseconds since the epoch. */
  receivedAt: number
  /** The text is made or written when it is asked for. */
  readonly raw: Buffer
}

/**
 * A Microsoft account seen from the provider's side, with changes nobody's client made. Messages are
 * named by immutable id; folders by id, well-known name or path (`Projects/Clients`).
 */
export interface MicrosoftAccount {
  readonly provider: 'microsoft'
  readonly email: string
  readonly displayName: string
  readonly userId: string
  count(): number
  /** Every message, newest first. */
  messages(folder?: string): Iterable<OutlookServerMessage>
  message(id: string): OutlookServerMessage | null
  folders(): MailFolder[]
  folder(name: string): MailFolder
  markRead(ids: readonly string[], isRead: boolean): void
  flag(ids: readonly string[], status: FlagStatus): void
  categorise(ids: readonly string[], categories: readonly string[]): void
  move(ids: readonly string[], folder: string): void
  /** Deletes for good. */
  delete(ids: readonly string[]): void
  /** Makes every folder of the path that is missing. */
  createFolder(path: string): MailFolder
  renameFolder(folder: string, displayName: string): void
  moveFolder(folder: string, parent: string): void
  /** Deletes the folder and all that is in it. */
  deleteFolder(folder: string): void
  /** Makes every delta token handed out so far too old. */
  /** Replaces the proxy addresses besides the account's own. */
  setAliases(addresses: string[], options?: { canSendFrom: boolean }): void
  /** The name in the directory. */
  rename(displayName: string): void
  expireDelta(): void
  /** Ends every sign-in of this account. */
  revokeGrants(): void
}

export function createMicrosoftAccount(
  simulation: Simulation,
  mailbox: OutlookStore,
): MicrosoftAccount {
  const named = (id: string): StoredMessage => {
    mailbox.completeDueSubmissions()
    const item = mailbox.ids.decode(id)
    const message = item?.space === 'immutable' ? mailbox.message(item.row) : null
    if (!message) throw new Error(`${mailbox.email} has no message ${id}`)
    return message
  }
  const view = (message: StoredMessage): OutlookServerMessage => ({
    id: mailbox.ids.idOf('immutable', message.row, 0),
    defaultId: mailbox.ids.idOf('default', message.row, message.place),
    conversationId: mailbox.ids.conversationIdOf(message.conversation),
    folderId: message.folderId,
    isRead: message.isRead,
    isDraft: message.content.kind === 'draft',
    flag: message.flag,
    categories: message.categories,
    receivedAt: message.receivedAt,
    get raw() {
      return mailbox.raw(message)
    },
  })
  const change = <T>(work: () => T): T => {
    const result = work()
    simulation.onChange()
    return result
  }
  const each = (ids: readonly string[], work: (message: StoredMessage) => void): void =>
    change(() => ids.map(named).forEach(work))
  const folder = (name: string): MailFolder => resolveFolder(mailbox, name, false)
  const own = (name: string): MailFolder => {
    const found = folder(name)
    if (found.wellKnown !== null) throw new Error(`${name} is a folder of Outlook's own`)
    return found
  }

  return {
    provider: 'microsoft',
    email: mailbox.email,
    displayName: mailbox.displayName,
    userId: mailbox.userId,
    count: () => {
      mailbox.completeDueSubmissions()
      return [...mailbox.all()].length
    },
    *messages(name) {
      mailbox.completeDueSubmissions()
      const list =
        name === undefined
          ? [...mailbox.all()].sort((a, b) => b.receivedAt - a.receivedAt || b.row - a.row)
          : mailbox.inFolder(folder(name).id)
      for (const message of list) yield view(message)
    },
    message: (id) => {
      mailbox.completeDueSubmissions()
      const item = mailbox.ids.decode(id)
      const message = item?.space === 'immutable' ? mailbox.message(item.row) : null
      return message ? view(message) : null
    },
    folders: () => [...mailbox.folders.values()],
    folder,
    markRead: (ids, isRead) =>
      each(ids, (message) => mailbox.update(message, { isRead }, ['isRead'])),
    flag: (ids, flag) => each(ids, (message) => mailbox.update(message, { flag }, ['flag'])),
    categorise: (ids, categories) =>
      each(ids, (message) => mailbox.update(message, { categories }, ['categories'])),
    move: (ids, name) => {
      const { id } = folder(name)
      each(ids, (message) => mailbox.move(message, id))
    },
    delete: (ids) => each(ids, (message) => mailbox.remove(message)),
    createFolder: (path) => change(() => resolveFolder(mailbox, path, true)),
    renameFolder: (name, displayName) =>
      change(() => mailbox.updateFolder(own(name), { displayName })),
    moveFolder: (name, parent) =>
      change(() => mailbox.updateFolder(own(name), { parentId: folder(parent).id })),
    deleteFolder: (name) => change(() => mailbox.removeFolder(own(name))),
    setAliases: (addresses, { canSendFrom } = { canSendFrom: true }) =>
      change(() => {
        mailbox.aliases = addresses
        mailbox.canSendFromAliases = canSendFrom
      }),
    rename: (displayName) =>
      change(() => {
        mailbox.displayName = displayName
      }),
    expireDelta: () => change(() => mailbox.changes.expire()),
    revokeGrants: () => simulation.microsoftGrants.revokeAccount(mailbox.email),
  }
}
