import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { GoogleGrantsSnapshot } from '../google/oauth/grants.ts'
import { createMessageColumns, type MessageColumns } from '../google/mail-store/message-columns.ts'
import { createMailGenerator, type GeneratorOptions } from '../mail/generator/mail-generator.ts'
import type { HistorySnapshot } from '../google/mail-store/history-log.ts'
import { createLabelSets } from '../google/mail-store/label-sets.ts'
import type { LabelDefinition } from '../google/mail-store/labels.ts'
import { assembleGmailStore, type GmailStore } from '../google/mail-store/gmail-store.ts'
import type { OutlookStoreSnapshot } from '../microsoft/mail-store/outlook-store-snapshot.ts'
import type { MicrosoftGrantsSnapshot } from '../microsoft/oauth/grants.ts'

const VERSION = 1

type GeneratorSeed = GeneratorOptions & { until: number; seed: number }

interface GmailStoreSnapshot {
  email: string
  displayName: string
  seed: number
  generator: GeneratorSeed | null
  size: number
  /** Base64 of each column's used part. */
  columns: Record<Exclude<keyof MessageColumns, 'size'>, string>
  labelSets: string[][]
  labels: LabelDefinition[]
  drafts: [string, number][]
  texts: [number, string][]
  hidden: [number, number][]
  history: HistorySnapshot
}

/** Everything of the simulator that changes, as it is saved between runs. */
export interface SimulatorState {
  version: typeof VERSION
  /** Simulator time when it was saved; time never runs backwards. */
  savedAt: number
  secret: string
  grants: GoogleGrantsSnapshot
  mailboxes: GmailStoreSnapshot[]
  /** Absent in files from before there was a Microsoft. */
  microsoft?: { grants: MicrosoftGrantsSnapshot; mailboxes: OutlookStoreSnapshot[] }
}

/** The saved state, or null where there is none. Throws where the file is not ours. */
export function readStateFile(file: string): SimulatorState | null {
  if (!existsSync(file)) return null
  const state = JSON.parse(readFileSync(file, 'utf8')) as SimulatorState
  if ((state.version as number) !== VERSION)
    throw new Error(`${file} is of another version of the simulator`)
  return state
}

/** Written beside the file and renamed over it, so that a kill leaves the old or the new one. */
export function writeStateFile(file: string, state: Omit<SimulatorState, 'version'>): void {
  const partial = `${file}.${process.pid}.partial`
  writeFileSync(partial, JSON.stringify({ version: VERSION, ...state }), { mode: 0o600 })
  renameSync(partial, file)
}

export function snapshotGmailStore(mailbox: GmailStore): GmailStoreSnapshot {
  const { columns, labelSets } = mailbox
  const { size } = columns
  const encode = (column: Uint8Array | Float64Array | Uint32Array): string =>
    Buffer.from(column.buffer, 0, size * column.BYTES_PER_ELEMENT).toString('base64')
  return {
    email: mailbox.email,
    displayName: mailbox.displayName,
    seed: mailbox.seed,
    generator: mailbox.source?.generatorOptions ?? null,
    size,
    columns: {
      state: encode(columns.state),
      internalDate: encode(columns.internalDate),
      historyId: encode(columns.historyId),
      labelSet: encode(columns.labelSet),
      thread: encode(columns.thread),
      nextInThread: encode(columns.nextInThread),
    },
    labelSets: Array.from({ length: labelSets.count() }, (_, set) => [...labelSets.labels(set)]),
    labels: [...mailbox.labels.values()],
    drafts: [...mailbox.drafts],
    texts: [...mailbox.texts].map(([row, text]) => [row, text.toString('base64')]),
    hidden: [...mailbox.hidden],
    history: mailbox.history.snapshot(),
  }
}

export function restoreGmailStore(saved: GmailStoreSnapshot, now: () => number): GmailStore {
  const { size, email, displayName } = saved
  const columns = createMessageColumns(size + 16)
  columns.size = size
  const bytes = (text: string): ArrayBuffer => new Uint8Array(Buffer.from(text, 'base64')).buffer
  columns.state.set(new Uint8Array(bytes(saved.columns.state)))
  columns.internalDate.set(new Float64Array(bytes(saved.columns.internalDate)))
  columns.historyId.set(new Float64Array(bytes(saved.columns.historyId)))
  columns.labelSet.set(new Uint32Array(bytes(saved.columns.labelSet)))
  columns.thread.set(new Uint32Array(bytes(saved.columns.thread)))
  columns.nextInThread.set(new Uint32Array(bytes(saved.columns.nextInThread)))
  const labelSets = createLabelSets()
  for (const labels of saved.labelSets) labelSets.intern(labels)
  return assembleGmailStore({
    email,
    displayName,
    seed: saved.seed,
    now,
    source: saved.generator
      ? createMailGenerator({ name: displayName, email }, saved.generator)
      : null,
    history: saved.history,
    columns,
    labelSets,
    labels: new Map(saved.labels.map((label) => [label.id, label])),
    drafts: new Map(saved.drafts),
    texts: new Map(saved.texts.map(([row, text]) => [row, Buffer.from(text, 'base64')])),
    hidden: new Map(saved.hidden),
  })
}
