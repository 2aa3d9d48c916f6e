import { z } from 'zod'
import { call } from '../../../client/client.ts'
import { fromDraftFile } from '../attachments/composer-attachment.ts'
import { scheduleAutosave } from './draft-autosave.ts'
import { fromDraft, isUnchanged, type ComposerModel } from '../model/composer-model.ts'
import { newComposer } from '../open-composer.ts'
import { useComposer, type Composer } from '../composer-store.ts'

const STORAGE_KEY = 'mailmanager.composers'

const chipSchema = z.object({ name: z.string(), email: z.string(), text: z.string() })
const composerModelSchema = z.object({
  mailboxId: z.string(),
  accountId: z.string(),
  /** Absent in what an earlier version remembered. */
  from: z.string().nullable().default(null),
  to: z.array(chipSchema),
  cc: z.array(chipSchema),
  bcc: z.array(chipSchema),
  typed: z.object({ to: z.string(), cc: z.string(), bcc: z.string() }),
  subject: z.string(),
  written: z.string(),
  quote: z.string().nullable(),
  inReplyTo: z.string().nullable(),
}) satisfies z.ZodType<ComposerModel>
const persistedComposerSchema = z.object({
  layout: z.enum(['docked', 'full', 'minimised']),
  draft: z
    .object({
      draftId: z.string(),
      providerDraftId: z.string(),
      mailboxId: z.string(),
      accountId: z.string(),
    })
    .nullable(),
  /** Files were being uploaded. Absent in what an earlier version remembered. */
  hadUploads: z.boolean().default(false),
  /** The same after a reload, so that a message sent just before is not sent again. */
  idempotencyKey: z.string(),
  /** What the draft does not hold yet; null where it holds everything. */
  unsaved: composerModelSchema.nullable(),
})

/** A composer that was open when the page went away. */
export type PersistedComposer = z.infer<typeof persistedComposerSchema>

/** What is remembered of a composer; null for one with nothing to lose. */
export function toPersisted(composer: Composer): PersistedComposer | null {
  const saved = composer.save.kind === 'saved' || composer.save.kind === 'clean'
  const untouched = isUnchanged(composer.model, composer.initial)
  if (composer.draft === null && untouched && composer.attachments.length === 0) return null
  return {
    layout: composer.layout,
    draft: composer.draft,
    hadUploads: composer.attachments.some(({ state }) => state !== 'ready'),
    idempotencyKey: composer.idempotencyKey,
    unsaved: saved && composer.draft !== null ? null : composer.model,
  }
}

/** Reads what was remembered; what cannot be read is as if there were nothing. */
export function parsePersisted(text: string | null): PersistedComposer[] {
  if (text === null) return []
  try {
    const parsed = z.array(persistedComposerSchema).safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : []
  } catch {
    return []
  }
}

/** Remembers which composers are open, at every change. Answers the function that ends it. */
export function persistComposers(storage: Storage): () => void {
  const write = () => {
    const open = useComposer.getState().composers.flatMap((composer) => {
      const remembered = toPersisted(composer)
      return remembered === null ? [] : [remembered]
    })
    try {
      storage.setItem(STORAGE_KEY, JSON.stringify(open))
    } catch {
      // Too large for this storage (images in the text): the drafts themselves are kept anyway.
      storage.setItem(STORAGE_KEY, JSON.stringify(open.map((one) => ({ ...one, unsaved: null }))))
    }
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  const unsubscribe = useComposer.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined
      write()
    }, 250)
  })
  window.addEventListener('pagehide', write)
  return () => {
    clearTimeout(timer)
    unsubscribe()
    window.removeEventListener('pagehide', write)
  }
}

/** Opens again what was open when the page went away. Throws CallError. */
export async function restoreComposers(storage: Storage): Promise<void> {
  const remembered = parsePersisted(storage.getItem(STORAGE_KEY))
  for (const one of remembered) {
    const composer = await restoreComposer(one)
    if (composer === null) continue
    useComposer.getState().add(composer)
    if (one.unsaved !== null) scheduleAutosave(composer.key)
  }
}

async function restoreComposer(one: PersistedComposer): Promise<Composer | null> {
  const { layout, draft, idempotencyKey, unsaved } = one
  const notice = one.hadUploads ? ({ kind: 'uploads_interrupted' } as const) : null
  const drafts = draft === null ? [] : await call('drafts.list', { mailboxId: draft.mailboxId })
  const found = drafts.find(({ draftId }) => draftId === draft?.draftId)
  const attachments = (found?.files ?? []).map(fromDraftFile)
  if (unsaved !== null) {
    return newComposer(unsaved, {
      initial: null,
      layout,
      draft,
      notice,
      attachments,
      idempotencyKey,
      save: { kind: 'pending' },
    })
  }
  if (found === undefined) return null
  return newComposer(fromDraft(found), {
    layout,
    draft: found,
    notice,
    attachments,
    idempotencyKey,
    save: { kind: 'saved', at: Date.parse(found.updatedAt) },
  })
}
