import { create } from 'zustand'
import type { Draft } from '#shared/contract/drafts.ts'
import type { EmailContent } from '#shared/contract/emails.ts'
import type { ComposerAttachment } from './attachments/composer-attachment.ts'
import type { SaveState } from './draft/create-autosave.ts'
import type { SendWarning, ValidationError } from './model/validation.ts'
import type { ComposerModel } from './model/composer-model.ts'
import type { ComposerLayout } from './window/dock-layout.ts'

export interface ComposeRequest {
  mode: 'new' | 'reply' | 'replyAll' | 'forward' | 'draft'
  mailboxId: string
  accountId?: string
  /** The message answered or forwarded. */
  message?: EmailContent
  /** The draft to go on with, for the mode `draft`. */
  draft?: Draft
  /** A `mailto:` link to begin from, for the mode `new`. */
  mailto?: string
}

/** Where a composition is kept; it stays there under its own mailbox and account until moved. */
export type DraftRef = Pick<Draft, 'draftId' | 'providerDraftId' | 'mailboxId' | 'accountId'>

/** What stands above the toolbar, in words, because of something the person did. */
export type Notice =
  | { kind: 'obstacle'; obstacle: ValidationError }
  | { kind: 'doubts'; doubts: SendWarning[] }
  | { kind: 'closing' }
  | { kind: 'send_failed'; message: string; code: string }
  /** Files were not uploaded to their end when the window went. */
  | { kind: 'uploads_interrupted' }
  /** A message taken back from the outbox. */
  | { kind: 'taken_back' }

/** One message being written, and the window it is written in. */
export interface Composer {
  key: string
  model: ComposerModel
  /** As it opened: what is the same needs no keeping. Null where all of it is the person's own. */
  initial: ComposerModel | null
  attachments: ComposerAttachment[]
  draft: DraftRef | null
  save: SaveState
  layout: ComposerLayout
  shownFields: { cc: boolean; bcc: boolean }
  focus: 'to' | 'body'
  notice: Notice | null
  acknowledgedWarnings: SendWarning[]
  /** True from Send or Discard until the core answered; the window is hidden meanwhile. */
  sending: boolean
  /** One per composer, so that a double click sends once. */
  idempotencyKey: string
  /** Raised when the editor has to take over `composition.written` anew. */
  revision: number
}

interface Composers {
  composers: readonly Composer[]
  activeKey: string | null
  /** Opens a composer; it appears once mailbox and accounts are known. Several may be open. */
  open: (request: ComposeRequest) => void
  add: (composer: Composer) => void
  patch: (key: string, change: Partial<Omit<Composer, 'key'>>) => void
  activate: (key: string) => void
  remove: (key: string) => void
}

type Opener = (request: ComposeRequest) => void

// What opens composers reads the store and the core; it registers here, so that the store imports
// nothing of it.
let opener: Opener | null = null
const queuedRequests: ComposeRequest[] = []

/** Says who opens composers; requests made before are opened now. */
export function registerOpener(open: Opener): void {
  opener = open
  for (const request of queuedRequests.splice(0)) open(request)
}

export const useComposer = create<Composers>()((set, get) => ({
  composers: [],
  activeKey: null,
  open: (request) => {
    if (opener === null) queuedRequests.push(request)
    else opener(request)
  },
  add: (composer) => {
    set({ composers: [...get().composers, composer], activeKey: composer.key })
  },
  patch: (key, change) => {
    set({
      composers: get().composers.map((composer) =>
        composer.key === key ? { ...composer, ...change } : composer,
      ),
    })
  },
  activate: (key) => {
    if (get().activeKey !== key) set({ activeKey: key })
  },
  remove: (key) => {
    const composers = get().composers.filter((composer) => composer.key !== key)
    set({
      composers,
      activeKey: get().activeKey === key ? (composers.at(-1)?.key ?? null) : get().activeKey,
    })
  },
}))

/** The composer with this key, or null once it is gone. */
export function findComposer(key: string): Composer | null {
  return useComposer.getState().composers.find((composer) => composer.key === key) ?? null
}
