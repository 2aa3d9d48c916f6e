import { call, CallError } from '../../client/client.ts'
import { createAutosave, type Autosave } from './model/autosave.ts'
import { draftInput, type Composition } from './model/composition.ts'
import { composerOf, useComposer, type DraftRef } from './store.ts'

const autosaves = new Map<string, Autosave>()

/** The autosave of a composer; made at its first use, ended by stopKeeping. */
function autosaveOf(key: string): Autosave {
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
export function edit(key: string, change: Partial<Composition>): void {
  const composer = composerOf(key)
  if (composer === null) return
  useComposer.getState().patch(key, {
    composition: { ...composer.composition, ...change },
    // Words about a state that has changed are old.
    ...(composer.notice?.kind === 'obstacle' || composer.notice?.kind === 'doubts'
      ? { notice: null }
      : {}),
  })
  autosaveOf(key).changed()
}

/** Marks a composer as holding what no draft holds yet. */
export function keep(key: string): void {
  autosaveOf(key).changed()
}

/** Saves now what is not saved yet. Answers whether the draft holds everything. */
export function flushDraft(key: string): Promise<boolean> {
  return autosaves.get(key)?.flush() ?? Promise.resolve(true)
}

/** Ends the keeping of a composer without saving, and waits for a save under way. */
export async function stopKeeping(key: string): Promise<void> {
  const autosave = autosaves.get(key)
  autosaves.delete(key)
  await autosave?.stop()
}

async function saveDraft(key: string): Promise<void> {
  const composer = composerOf(key)
  if (composer === null) return
  const draft = await writeDraft(composer.composition, composer.draft)
  useComposer.getState().patch(key, { draft })
}

/** Creates, replaces or moves a draft; one that was deleted elsewhere meanwhile is made anew. */
async function writeDraft(composition: Composition, draft: DraftRef | null): Promise<DraftRef> {
  const input = draftInput(composition)
  if (draft === null) return refOf(await call('drafts.create', input))
  if (draft.mailboxId !== composition.mailboxId) {
    const moved = refOf(await call('drafts.create', input))
    await deleteDraft(draft)
    return moved
  }
  try {
    const { providerDraftId } = draft
    return refOf(await call('drafts.update', { ...input, providerDraftId }))
  } catch (error) {
    if (error instanceof CallError && error.code === 'draft_not_found') {
      return refOf(await call('drafts.create', input))
    }
    throw error
  }
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

function refOf({ draftId, providerDraftId, mailboxId, accountId }: DraftRef): DraftRef {
  return { draftId, providerDraftId, mailboxId, accountId }
}
