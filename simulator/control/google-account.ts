import { createLabel, deleteLabel, renameLabel } from '../google/gmail/endpoints/labels.ts'
import {
  deleteMessage,
  trashMessage,
  untrashMessage,
} from '../google/gmail/messages/label-changes.ts'
import type { LabelDefinition } from '../google/mail-store/labels.ts'
import type { GmailStore, SendAs } from '../google/mail-store/gmail-store.ts'
import type { Simulation } from './simulation.ts'

/** One message as it really is at the provider. */
export interface GmailServerMessage {
  id: string
  threadId: string
  labelIds: readonly string[]
  /** Milliseconds since the epoch. */
  internalDate: number
  historyId: string
  /** The text is made or fetched when it is asked for. */
  readonly raw: Buffer
}

/** An account seen from the provider's side, with changes nobody's client made. */
export interface GoogleAccount {
  readonly email: string
  readonly displayName: string
  historyId(): string
  count(): number
  /** Every message, newest first; made one by one. */
  messages(): Iterable<GmailServerMessage>
  message(id: string): GmailServerMessage | null
  labels(): LabelDefinition[]
  drafts(): { id: string; message: GmailServerMessage }[]
  modify(
    ids: readonly string[],
    change: { add?: readonly string[]; remove?: readonly string[] },
  ): void
  trash(id: string): void
  untrash(id: string): void
  /** Deletes for good. */
  delete(ids: readonly string[]): void
  createLabel(name: string): LabelDefinition
  renameLabel(id: string, name: string): void
  /** Takes it off every message, of which history tells nothing. */
  deleteLabel(id: string): void
  /** Replaces the send-as addresses besides the account's own. */
  setSendAs(entries: SendAs[]): void
  /** The name in the account's settings. */
  rename(displayName: string): void
  expireHistory(): void
  /** Ends every sign-in of this account. */
  revokeGrants(): void
}

export function createGoogleAccount(simulation: Simulation, mailbox: GmailStore): GoogleAccount {
  const rowOf = (id: string): number => {
    mailbox.applyDueChanges()
    const row = mailbox.find(id)
    if (row === null) throw new Error(`${mailbox.email} has no message ${id}`)
    return row
  }
  const messageAt = (row: number): GmailServerMessage => ({
    id: mailbox.ids.idOf(row),
    threadId: mailbox.ids.idOf(mailbox.columns.thread[row] ?? row),
    labelIds: mailbox.labelsOf(row),
    internalDate: mailbox.columns.internalDate[row] ?? 0,
    historyId: String(mailbox.columns.historyId[row] ?? 0),
    get raw() {
      return mailbox.raw(row)
    },
  })
  const change = (work: () => void): void => {
    work()
    simulation.onChange()
  }

  return {
    email: mailbox.email,
    displayName: mailbox.displayName,
    historyId: () => String(mailbox.history.current()),
    count: () => {
      mailbox.applyDueChanges()
      return mailbox.order.length
    },
    *messages() {
      mailbox.applyDueChanges()
      for (const row of mailbox.order.toReversed()) yield messageAt(row)
    },
    message: (id) => {
      mailbox.applyDueChanges()
      const row = mailbox.find(id)
      return row === null ? null : messageAt(row)
    },
    labels: () => [...mailbox.labels.values()],
    drafts: () => [...mailbox.drafts].map(([id, row]) => ({ id, message: messageAt(row) })),
    modify: (ids, { add = [], remove = [] }) =>
      change(() => {
        for (const label of [...add, ...remove])
          if (!mailbox.labels.has(label)) throw new Error(`${mailbox.email} has no label ${label}`)
        for (const id of ids) mailbox.changeLabels(rowOf(id), add, remove)
      }),
    trash: (id) => change(() => trashMessage(mailbox, rowOf(id))),
    untrash: (id) => change(() => untrashMessage(mailbox, rowOf(id))),
    delete: (ids) =>
      change(() => {
        for (const id of ids) deleteMessage(mailbox, rowOf(id))
      }),
    createLabel: (name) => {
      const label = createLabel(mailbox, name)
      simulation.onChange()
      return label
    },
    renameLabel: (id, name) => change(() => renameLabel(mailbox, id, name)),
    deleteLabel: (id) => change(() => deleteLabel(mailbox, id)),
    setSendAs: (entries) =>
      change(() => {
        mailbox.sendAs = entries
      }),
    rename: (displayName) =>
      change(() => {
        mailbox.displayName = displayName
      }),
    expireHistory: () => change(() => mailbox.history.expire()),
    revokeGrants: () => simulation.googleGrants.revokeAccount(mailbox.email),
  }
}
