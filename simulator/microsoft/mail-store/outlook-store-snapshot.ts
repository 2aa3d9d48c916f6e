import { createMailGenerator, type GeneratorOptions } from '../../mail/generator/mail-generator.ts'
import type { ChangeLogSnapshot } from './change-log.ts'
import type { DraftContent } from './draft.ts'
import type { MailFolder } from './folders.ts'
import { createOutlookStore, type OutlookStore } from './outlook-store.ts'
import type { MessageContent, StoredMessage } from './stored-message.ts'

type SavedContent =
  | { kind: 'generated'; index: number }
  | { kind: 'stored'; raw: string }
  | { kind: 'draft'; draft: Omit<DraftContent, 'files'>; files: SavedFile[] }

type SavedFile = Omit<DraftContent['files'][number], 'content'> & { content: string }

type SavedMessage = Omit<StoredMessage, 'content' | 'extended' | 'links'> & {
  content: SavedContent
  extended: [string, string][]
  /** Absent in files from before there were any. */
  links?: readonly string[]
}

/** A Microsoft mailbox as it stands in the state file; bytes are base64. */
export interface OutlookStoreSnapshot {
  email: string
  displayName: string
  kind: 'work' | 'personal'
  seed: number
  generator: (GeneratorOptions & { until: number; seed: number }) | null
  size: number
  folders: MailFolder[]
  messages: SavedMessage[]
  changes: ChangeLogSnapshot
}

export function snapshotOutlookStore(mailbox: OutlookStore): OutlookStoreSnapshot {
  return {
    email: mailbox.email,
    displayName: mailbox.displayName,
    kind: mailbox.kind,
    seed: mailbox.seed,
    generator: mailbox.source?.generatorOptions ?? null,
    size: mailbox.size(),
    folders: [...mailbox.folders.values()],
    messages: [...mailbox.all()].map((message) => ({
      ...message,
      content: saveContent(message.content),
      extended: [...message.extended],
    })),
    changes: mailbox.changes.snapshot(),
  }
}

export function restoreOutlookStore(saved: OutlookStoreSnapshot, now: () => number): OutlookStore {
  const { email, displayName, kind, seed, size, changes } = saved
  return createOutlookStore({
    email,
    displayName,
    kind,
    seed,
    size,
    changes,
    now,
    source: saved.generator
      ? createMailGenerator({ name: displayName, email }, saved.generator)
      : null,
    folders: new Map(saved.folders.map((folder) => [folder.id, folder])),
    messages: saved.messages.map((message) => ({
      ...message,
      content: restoreContent(message.content),
      links: message.links ?? [],
      extended: new Map(message.extended),
    })),
  })
}

function saveContent(content: MessageContent): SavedContent {
  if (content.kind === 'generated') return content
  if (content.kind === 'stored') return { kind: 'stored', raw: content.raw.toString('base64') }
  const { files, ...draft } = content.draft
  return {
    kind: 'draft',
    draft,
    files: files.map((file) => ({ ...file, content: file.content.toString('base64') })),
  }
}

function restoreContent(content: SavedContent): MessageContent {
  if (content.kind === 'generated') return content
  if (content.kind === 'stored') return { kind: 'stored', raw: Buffer.from(content.raw, 'base64') }
  const files = content.files.map((file) => ({
    ...file,
    content: Buffer.from(file.content, 'base64'),
  }))
  return { kind: 'draft', draft: { ...content.draft, files } }
}
