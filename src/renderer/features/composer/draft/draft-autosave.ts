import type { Draft } from '#shared/contract/drafts.ts'
import { call, CallError } from '../../../client/client.ts'
import type { ComposerAttachment } from '../attachments/composer-attachment.ts'
import { createAutosave, type Autosave } from './create-autosave.ts'
import { toDraftInput, type ComposerModel } from '../model/composer-model.ts'
import { findComposer, useComposer, type DraftRef } from '../composer-store.ts'

const autosaves = new Map<string, Autosave>()

/** The autosave of a composer; made at its first use, ended by stopKeeping. */
function getOrCreateAutosave(key: string): Autosave {
  const known = autosaves.get(key)
  if (known) return known
  const autosave = createAutosave({
    save: () => saveDraft(key),
    onState: (save) => useComposer.getState().patch(key, { save }),
    now: () => Date.now(),
  })
  autosaves.set(key, autosave)
  return autosave
}

/** Changes what a message says, and keeps it on this device within a second. */
export function updateModel(key: string, change: Partial<ComposerModel>): void {
  const composer = findComposer(key)
  if (composer === null) return
  useComposer.getState().patch(key, {
    model: { ...composer.model, ...change },
    // Words about a state that has changed are old.
    ...(composer.notice?.kind === 'obstacle' || composer.notice?.kind === 'doubts'
      ? { notice: null }
      : {}),
  })
  getOrCreateAutosave(key).changed()
}

/** Marks a composer as holding what no draft holds yet. */
export function scheduleAutosave(key: string): void {
  getOrCreateAutosave(key).changed()
}

/** Saves now what is not saved yet. Answers whether the draft holds everything. */
export function flushDraft(key: string): Promise<boolean> {
  return autosaves.get(key)?.flush() ?? Promise.resolve(true)
}

/** The draft of a composer, made now where there is none. Throws where it cannot be kept. */
export async function keepDraft(key: string): Promise<DraftRef> {
  if (findComposer(key)?.draft == null) {
    getOrCreateAutosave(key).changed()
    await flushDraft(key)
  }
  const draft = findComposer(key)?.draft ?? null
  if (draft === null) throw new Error('The draft could not be kept')
  return draft
}

/** Ends the keeping of a composer without saving, and waits for a save under way. */
export async function stopAutosave(key: string): Promise<void> {
  const autosave = autosaves.get(key)
  autosaves.delete(key)
  await autosave?.stop()
}

async function saveDraft(key: string): Promise<void> {
  const composer = findComposer(key)
  if (composer === null) return
  const draft = await writeDraft(composer.model, composer.draft)
  const now = findComposer(key)
  if (now === null) return
  useComposer.getState().patch(key, {
    draft: toDraftRef(draft),
    // Files have other ids in another draft.
    ...(composer.draft === null || composer.draft.draftId === draft.draftId
      ? {}
      : { attachments: filesIn(draft, now.attachments) }),
  })
}

/** Creates, replaces or moves a draft; one that was deleted elsewhere meanwhile is made anew. */
async function writeDraft(composition: ComposerModel, draft: DraftRef | null): Promise<Draft> {
  const input = toDraftInput(composition)
  if (draft === null) return call('drafts.create', input)
  if (draft.mailboxId !== composition.mailboxId) {
    const moved = await call('drafts.create', { ...input, filesOfDraftId: draft.draftId })
    await deleteDraft(draft)
    return moved
  }
  try {
    const { providerDraftId } = draft
    return await call('drafts.update', { ...input, providerDraftId })
  } catch (error) {
    if (error instanceof CallError && error.code === 'draft_not_found') {
      return call('drafts.create', input)
    }
    throw error
  }
}

/** Attachments with their ids in this draft; one that it does not hold has failed. */
function filesIn(
  { files }: Draft,
  attachments: readonly ComposerAttachment[],
): ComposerAttachment[] {
  const rest = [...files]
  return attachments.map((attachment) => {
    if (attachment.fileId === null) return attachment
    const index = rest.findIndex(
      ({ filename, size }) => filename === attachment.filename && size === attachment.size,
    )
    const [found] = index === -1 ? [] : rest.splice(index, 1)
    return found === undefined
      ? { ...attachment, fileId: null, state: 'failed' }
      : { ...attachment, fileId: found.fileId }
  })
}

/** Deletes a draft; one that is already gone is no failure. Throws CallError. */
export async function deleteDraft({
  mailboxId,
  accountId,
  providerDraftId,
}: DraftRef): Promise<void> {
  try {
    await call('drafts.delete', { mailboxId, accountId, providerDraftId })
  } catch (error) {
    if (!(error instanceof CallError && error.code === 'draft_not_found')) throw error
  }
}

function toDraftRef({ draftId, providerDraftId, mailboxId, accountId }: DraftRef): DraftRef {
  return { draftId, providerDraftId, mailboxId, accountId }
}
