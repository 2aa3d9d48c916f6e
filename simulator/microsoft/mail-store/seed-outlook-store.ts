import { headerValue, parseHeaders, splitHeader } from '../../mail/mime/headers.ts'
import type { MailSource } from '../../google/mail-store/gmail-store.ts'
import { mixSeed } from '../../control/seeded-random.ts'
import { parseDraft } from './draft.ts'
import { defaultFolders, isWellKnownName, type MailFolder } from './folders.ts'
import { createOutlookStore, type OutlookStore } from './outlook-store.ts'
import type { FlagStatus, StoredMessage } from './stored-message.ts'

/** A message to start a mailbox with, when it is not generated. */
export interface OutlookSeedMessage {
  raw: Buffer | string
  /** A well-known name or a path such as `Projects/Clients`; default: inbox, or drafts for a draft. */
  folder?: string
  /** Default: read, unless it lies in the inbox. */
  isRead?: boolean
  flag?: FlagStatus
  categories?: readonly string[]
  /** Milliseconds since the epoch; default: its Date header, else the simulator's now. */
  receivedAt?: number
  isDraft?: boolean
  /** Names of files in the cloud that are attached as links. */
  links?: readonly string[]
}

/** A new mailbox with the folders of these paths, holding what the source gives. */
export function createSeededOutlookStore(options: {
  email: string
  displayName: string
  kind: 'work' | 'personal'
  seed: number
  now: () => number
  source: MailSource | null
  folders: readonly string[]
}): OutlookStore {
  const { source, seed } = options
  const folders = defaultFolders(seed)
  const shell = createOutlookStore({
    ...options,
    folders,
    messages: [],
    size: 0,
    changes: null,
  })
  const own = options.folders.map((path) => resolveFolder(shell, path, true).id)
  if (!source) return shell
  const filed = [shell.folderNamed('archive').id, ...own]
  const messages = Array.from({ length: source.count }, (_, index) =>
    generatedMessage(shell, source, index, filed[mixSeed(seed, index) % filed.length] ?? ''),
  )
  return createOutlookStore({
    ...options,
    folders,
    messages,
    size: source.count,
    changes: null,
  })
}

/** Where the generator's labels lie in folders. Mail that is in none of them was filed. */
function generatedMessage(
  mailbox: OutlookStore,
  source: MailSource,
  row: number,
  filedIn: string,
): StoredMessage {
  const { threadHead, date, labels } = source.metadata(row)
  const place = (
    [
      ['SENT', 'sentitems'],
      ['SPAM', 'junkemail'],
      ['TRASH', 'deleteditems'],
      ['INBOX', 'inbox'],
    ] as const
  ).find(([label]) => labels.includes(label))
  return {
    row,
    folderId: place ? mailbox.folderNamed(place[1]).id : filedIn,
    place: 0,
    conversation: threadHead,
    receivedAt: date,
    sentAt: date - 2_000,
    createdAt: date,
    modifiedAt: date,
    version: 1,
    isRead: !labels.includes('UNREAD'),
    flag: labels.includes('STARRED') ? 'flagged' : 'notFlagged',
    categories: [],
    importance: 'normal',
    inference: labels.includes('CATEGORY_PROMOTIONS') ? 'other' : 'focused',
    content: { kind: 'generated', index: row },
    links: [],
    extended: NOTHING,
  }
}

const NOTHING: ReadonlyMap<string, string> = new Map()

/** Puts one given message into the mailbox, as mail that was there before. */
export function seedOutlookMessage(
  mailbox: OutlookStore,
  given: string | Buffer | OutlookSeedMessage,
  now: number,
): StoredMessage {
  const seed: OutlookSeedMessage =
    typeof given === 'string' || Buffer.isBuffer(given) ? { raw: given } : given
  const raw = Buffer.from(seed.raw)
  const isDraft = seed.isDraft === true
  const folder = resolveFolder(mailbox, seed.folder ?? (isDraft ? 'drafts' : 'inbox'), true)
  const stated = Date.parse(headerValue(parseHeaders(splitHeader(raw).header), 'date') ?? '')
  const fallbackId = `<seed${mailbox.size()}.${mailbox.seed.toString(36)}@mail.example>`
  return mailbox.insert({
    folderId: folder.id,
    receivedAt: seed.receivedAt ?? (Number.isFinite(stated) ? stated : now),
    content: isDraft
      ? { kind: 'draft', draft: parseDraft(raw, fallbackId) }
      : { kind: 'stored', raw },
    isRead: seed.isRead ?? (isDraft || folder.wellKnown !== 'inbox'),
    flag: seed.flag ?? 'notFlagged',
    categories: seed.categories ?? [],
    links: seed.links ?? [],
  })
}

/**
 * A folder by its id, its well-known name or its path of display names. Throws where there is none,
 * unless it may be made.
 */
export function resolveFolder(mailbox: OutlookStore, name: string, create: boolean): MailFolder {
  const byId = mailbox.folders.get(name)
  if (byId) return byId
  if (isWellKnownName(name)) return mailbox.folderNamed(name)
  let parent = mailbox.folderNamed('msgfolderroot')
  for (const step of name.split('/')) {
    const child = findChildFolder(mailbox, parent.id, step)
    if (!child && !create) throw new Error(`${mailbox.email} has no folder ${name}`)
    parent = child ?? mailbox.createFolder(step, parent.id)
  }
  return parent
}

/** A child by its display name, without regard to case, or null. */
export function findChildFolder(
  mailbox: OutlookStore,
  parentId: string,
  displayName: string,
): MailFolder | null {
  const wanted = displayName.toLowerCase()
  for (const folder of mailbox.folders.values())
    if (folder.parentId === parentId && folder.displayName.toLowerCase() === wanted) return folder
  return null
}
