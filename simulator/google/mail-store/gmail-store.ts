import type { gmail_v1 } from '@googleapis/gmail'
import {
  createMessageColumns,
  DELETED,
  HIDDEN,
  NO_ROW,
  PRESENT,
  ensureCapacity,
  type MessageColumns,
} from './message-columns.ts'
import { headerValue, parseHeaders, splitHeader } from '../../mail/mime/headers.ts'
import type { GeneratorOptions } from '../../mail/generator/mail-generator.ts'
import { createHistoryLog, type HistoryLog, type HistorySnapshot } from './history-log.ts'
import { createLabelSets, type LabelSets } from './label-sets.ts'
import { labelsReplacedBy, systemLabels, type LabelDefinition } from './labels.ts'
import { createMessageIds, type MessageIds } from './message-ids.ts'
import { parseMessageIds } from '../../mail/mime/subject-and-references.ts'

/** How long Gmail keeps history records. */
export const HISTORY_RETENTION_MS = 7 * 24 * 3_600_000

/** Where seeded mail comes from: a message's text is made anew each time it is asked for. */
export interface MailSource {
  count: number
  /** What the generator was made with, so that a saved mailbox can make it again. */
  generatorOptions: GeneratorOptions & { until: number; seed: number }
  metadata(index: number): { threadHead: number; date: number; labels: readonly string[] }
  raw(index: number): Buffer
  indexOfMessageId(messageId: string): number | null
}

export interface NewMessage {
  raw: Buffer
  labels: readonly string[]
  internalDate: number
  /** Any row of the thread to join, or null to start one. */
  thread: number | null
  /** Simulator clock from which lists and history show it; absent: at once. */
  visibleAt?: number
}

/** A send-as address as Gmail's settings have it. */
export type SendAs = gmail_v1.Schema$SendAs

/** One person's mail. Rows are numbers; ids are what the API calls them. */
export interface GmailStore {
  readonly email: string
  displayName: string
  /** Send-as addresses besides the account's own; served as they are, nulls included. */
  sendAs: SendAs[]
  readonly seed: number
  readonly columns: MessageColumns
  readonly labelSets: LabelSets
  readonly ids: MessageIds
  readonly history: HistoryLog
  readonly labels: Map<string, LabelDefinition>
  /** Draft id to row. */
  readonly drafts: Map<string, number>
  /** Texts of messages that were delivered or written, by row. */
  readonly texts: Map<number, Buffer>
  /** Rows that are not visible yet, with the times from which they are. */
  readonly hidden: Map<number, number>
  readonly source: MailSource | null
  /** Rows present, by date then row, oldest first. */
  readonly order: number[]
  /** Goes up with every change; for caches and for saving. */
  version: number
  /** The row of an id, or null where there is no such message. */
  find(id: string): number | null
  raw(row: number): Buffer
  labelsOf(row: number): readonly string[]
  insert(message: NewMessage): number
  /** Answers whether anything changed. */
  changeLabels(row: number, add: readonly string[], remove: readonly string[]): boolean
  remove(row: number): void
  /** The present rows of a thread by any of its rows, oldest first. */
  threadRows(row: number): number[]
  /** The newest present row bearing this Message-ID, or null. */
  rowOfMessageId(messageId: string): number | null
  /** Shows messages whose time has come and forgets history that is too old. */
  applyDueChanges(): void
}

export interface GmailStoreParts {
  email: string
  displayName: string
  seed: number
  now: () => number
  source: MailSource | null
  history: HistorySnapshot
  columns: MessageColumns
  labelSets: LabelSets
  labels: Map<string, LabelDefinition>
  drafts: Map<string, number>
  texts: Map<number, Buffer>
  /** Rows that are not visible yet, with their times. */
  hidden: Map<number, number>
}

/** A new mailbox holding what the source gives. */
export function createGmailStore(options: {
  email: string
  displayName: string
  seed: number
  now: () => number
  source: MailSource | null
}): GmailStore {
  const count = options.source?.count ?? 0
  const first = 1_000_000 + (options.seed % 900_000)
  const mailbox = assembleGmailStore({
    ...options,
    history: { current: first, floor: first, records: [] },
    columns: createMessageColumns(count + 16),
    labelSets: createLabelSets(),
    labels: systemLabels(),
    drafts: new Map(),
    texts: new Map(),
    hidden: new Map(),
  })
  if (options.source) seedFromSource(mailbox, options.source, options.now())
  return mailbox
}

/** Rows equal generator indexes. The last week's mail has history, as it would at Gmail. */
function seedFromSource(mailbox: GmailStore, source: MailSource, now: number): void {
  const { columns, labelSets, history, order } = mailbox
  const firstId = history.current() - source.count
  for (let row = 0; row < source.count; row += 1) {
    const { threadHead, date, labels } = source.metadata(row)
    columns.state[row] = PRESENT
    columns.internalDate[row] = date
    columns.labelSet[row] = labelSets.intern(labels)
    columns.thread[row] = threadHead
    columns.nextInThread[row] = NO_ROW
    columns.historyId[row] =
      date < now - HISTORY_RETENTION_MS
        ? firstId + row
        : history.append({
            at: date,
            kind: 'messageAdded',
            row,
            labelSet: columns.labelSet[row] ?? 0,
            changed: [],
          })
    order.push(row)
  }
  columns.size = source.count
  linkThreads(columns)
}

/** Chains each thread's rows in ascending order, from the `thread` column. */
function linkThreads(columns: MessageColumns): void {
  const next = new Map<number, number>()
  for (let row = columns.size - 1; row >= 0; row -= 1) {
    const head = columns.thread[row] ?? row
    columns.nextInThread[row] = next.get(head) ?? NO_ROW
    if (head === row) next.delete(head)
    else next.set(head, row)
  }
}

/** A mailbox over given parts: new ones, or those of a saved state. */
export function assembleGmailStore(parts: GmailStoreParts): GmailStore {
  const { columns, labelSets, texts, hidden, drafts, source, now } = parts
  const ids = createMessageIds(parts.seed)
  const history = createHistoryLog(parts.history)
  const order: number[] = []
  const messageIdRows = new Map<string, number>()

  const isBefore = (a: number, b: number): boolean => {
    const dateA = columns.internalDate[a] ?? 0
    const dateB = columns.internalDate[b] ?? 0
    return dateA < dateB || (dateA === dateB && a < b)
  }
  const positionOf = (row: number): number => {
    let low = 0
    let high = order.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (isBefore(order[middle] ?? 0, row)) low = middle + 1
      else high = middle
    }
    return low
  }
  const record = (
    kind: 'messageAdded' | 'messageDeleted' | 'labelAdded' | 'labelRemoved',
    row: number,
    changed: readonly string[] = [],
  ): void => {
    const labelSet = columns.labelSet[row] ?? 0
    columns.historyId[row] = history.append({ at: now(), kind, row, labelSet, changed })
    mailbox.version += 1
  }
  const show = (row: number): void => {
    columns.state[row] = PRESENT
    order.splice(positionOf(row), 0, row)
    record('messageAdded', row)
  }
  const indexMessageId = (row: number, raw: Buffer): void => {
    const value = headerValue(parseHeaders(splitHeader(raw).header), 'message-id') ?? ''
    const id = parseMessageIds(value)[0]
    if (id !== undefined) messageIdRows.set(id, row)
  }

  const mailbox: GmailStore = {
    email: parts.email,
    displayName: parts.displayName,
    sendAs: [],
    seed: parts.seed,
    columns,
    labelSets,
    ids,
    history,
    labels: parts.labels,
    drafts,
    texts,
    hidden,
    source,
    order,
    version: 0,
    find: (id) => {
      const row = ids.rowOf(id)
      return row !== null && row < columns.size && columns.state[row] === PRESENT ? row : null
    },
    raw: (row) => {
      const text = texts.get(row)
      if (text) return text
      if (!source) throw new Error(`The mailbox has no text for row ${row}`)
      return source.raw(row)
    },
    labelsOf: (row) => labelSets.labels(columns.labelSet[row] ?? 0),
    insert: (message) => {
      const row = columns.size
      ensureCapacity(columns, row + 1)
      columns.size = row + 1
      columns.internalDate[row] = message.internalDate
      columns.labelSet[row] = labelSets.intern(message.labels)
      columns.thread[row] = message.thread === null ? row : (columns.thread[message.thread] ?? row)
      columns.nextInThread[row] = NO_ROW
      if (message.thread !== null) {
        let tail = columns.thread[row] ?? row
        for (;;) {
          const next = columns.nextInThread[tail] ?? NO_ROW
          if (next === NO_ROW) break
          tail = next
        }
        columns.nextInThread[tail] = row
      }
      texts.set(row, message.raw)
      indexMessageId(row, message.raw)
      if (message.visibleAt !== undefined && message.visibleAt > now()) {
        columns.state[row] = HIDDEN
        hidden.set(row, message.visibleAt)
        mailbox.version += 1
      } else show(row)
      return row
    },
    changeLabels: (row, add, remove) => {
      const before = mailbox.labelsOf(row)
      const added = add.filter((label) => !before.includes(label))
      const gone = new Set([...remove, ...labelsReplacedBy(added)])
      const removed = before.filter((label) => gone.has(label) && !added.includes(label))
      if (added.length > 0) {
        columns.labelSet[row] = labelSets.change(columns.labelSet[row] ?? 0, added, [])
        record('labelAdded', row, added)
      }
      if (removed.length > 0) {
        columns.labelSet[row] = labelSets.change(columns.labelSet[row] ?? 0, [], removed)
        record('labelRemoved', row, removed)
      }
      return added.length + removed.length > 0
    },
    remove: (row) => {
      if (columns.state[row] !== PRESENT) return
      order.splice(positionOf(row), 1)
      columns.state[row] = DELETED
      texts.delete(row)
      record('messageDeleted', row)
    },
    threadRows: (row) => {
      const rows: number[] = []
      for (
        let at = columns.thread[row] ?? row;
        at !== NO_ROW;
        at = columns.nextInThread[at] ?? NO_ROW
      )
        if (columns.state[at] === PRESENT) rows.push(at)
      return rows.sort((a, b) => (isBefore(a, b) ? -1 : 1))
    },
    rowOfMessageId: (messageId) => {
      const row = messageIdRows.get(messageId) ?? source?.indexOfMessageId(messageId) ?? null
      return row !== null && columns.state[row] === PRESENT ? row : null
    },
    applyDueChanges: () => {
      const time = now()
      for (const [row, at] of hidden) {
        if (at > time) continue
        hidden.delete(row)
        show(row)
      }
      history.prune(time - HISTORY_RETENTION_MS)
    },
  }

  for (const [row, raw] of texts) indexMessageId(row, raw)
  for (let row = 0; row < columns.size; row += 1)
    if (columns.state[row] === PRESENT) order.push(row)
  order.sort((a, b) => (isBefore(a, b) ? -1 : 1))
  return mailbox
}
