import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { GrantsSnapshot } from '../google/oauth/grants.ts'
import { createColumns, type Columns } from '../mail/columns.ts'
import { createMailGenerator, type GeneratorOptions } from '../mail/generator.ts'
import type { HistorySnapshot } from '../mail/history.ts'
import { createLabelSets } from '../mail/label-sets.ts'
import type { LabelDefinition } from '../mail/labels.ts'
import { assembleMailbox, type Mailbox } from '../mail/mailbox.ts'
import type { SavedOutlookMailbox } from '../microsoft/mailbox/saved.ts'
import type { MicrosoftGrantsSnapshot } from '../microsoft/oauth/grants.ts'

const VERSION = 1

type GeneratorSeed = GeneratorOptions & { until: number; seed: number }

interface SavedMailbox {
  email: string
  displayName: string
  seed: number
  generator: GeneratorSeed | null
  size: number
  /** Base64 of each column's used part. */
  columns: Record<Exclude<keyof Columns, 'size'>, string>
  labelSets: string[][]
  labels: LabelDefinition[]
  drafts: [string, number][]
  texts: [number, string][]
  hidden: [number, number][]
  history: HistorySnapshot
}

/** Everything of the simulator that changes, as it is saved between runs. */
export interface SavedState {
  version: typeof VERSION
  /** Simulator time when it was saved; time never runs backwards. */
  savedAt: number
  secret: string
  grants: GrantsSnapshot
  mailboxes: SavedMailbox[]
  /** Absent in files from before there was a Microsoft. */
  microsoft?: { grants: MicrosoftGrantsSnapshot; mailboxes: SavedOutlookMailbox[] }
}

/** The saved state, or null where there is none. Throws where the file is not ours. */
export function readState(file: string): SavedState | null {
  if (!existsSync(file)) return null
  const state = JSON.parse(readFileSync(file, 'utf8')) as SavedState
  if ((state.version as number) !== VERSION)
    throw new Error(`${file} is of another version of the simulator`)
  return state
}

/** Written beside the file and renamed over it, so that a kill leaves the old or the new one. */
export function writeState(file: string, state: Omit<SavedState, 'version'>): void {
  const partial = `${file}.${process.pid}.partial`
  writeFileSync(partial, JSON.stringify({ version: VERSION, ...state }), { mode: 0o600 })
  renameSync(partial, file)
}

export function saveMailbox(mailbox: Mailbox): SavedMailbox {
  const { columns, labelSets } = mailbox
  const { size } = columns
  const encode = (column: Uint8Array | Float64Array | Uint32Array): string =>
    Buffer.from(column.buffer, 0, size * column.BYTES_PER_ELEMENT).toString('base64')
  return {
    email: mailbox.email,
    displayName: mailbox.displayName,
    seed: mailbox.seed,
    generator: mailbox.source?.origin ?? null,
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

export function restoreMailbox(saved: SavedMailbox, now: () => number): Mailbox {
  const { size, email, displayName } = saved
  const columns = createColumns(size + 16)
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
  return assembleMailbox({
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
