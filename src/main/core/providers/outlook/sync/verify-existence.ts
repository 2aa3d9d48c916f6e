import type { MessageRef, SyncStep } from '#core/ports/provider.ts'
import { parseObject } from '../client/parse-page.ts'
import type { BatchPartResult } from '../client/graph-client.ts'
import { messagePath } from './message-delta.ts'
import { placementOf, messageStateOf, type MessageState } from '../messages/convert-message.ts'
import { MESSAGE_STATE } from '../messages/selected-fields.ts'
import { applyFolderChanges } from './folders/apply-folder-changes.ts'
import { fetchFolderTree } from './folders/fetch-folder-tree.ts'
import { isInSyncWindow } from './sync-window.ts'
import { readOptionsOf, rolesOf, createStep, type OutlookSyncContext } from './sync-context.ts'
import { fetchMessages } from '../messages/fetch-messages.ts'

const MESSAGES_PER_STEP = 100

/**
 * Asks about every unsettled message, one by one in batches: one that Graph does not have is
 * deleted, one that stands elsewhere is placed there, one that is not stored yet is fetched. What
 * cannot be answered now stays unsettled and is asked again at the next look.
 */
export async function* verifyExistence(
  run: OutlookSyncContext,
  phase: SyncStep['phase'],
): AsyncGenerator<SyncStep> {
  const asked = run.syncCursor.unsettled
  for (let start = 0; start < asked.length; start += MESSAGES_PER_STEP) {
    const ids = asked.slice(start, start + MESSAGES_PER_STEP)
    const told = await verifyBatch(run, ids)
    if (told.found.some((at) => !isInKnownFolder(run, at))) {
      yield* applyFolderChanges(run, await fetchFolderTree(run, 'background'))
    }
    const { open, ...outcome } = await changesOfResult(run, told)
    const settled = new Set(ids.filter((id) => !open.has(id)))
    if (settled.size === 0) continue
    const unsettled = run.syncCursor.unsettled.filter((id) => !settled.has(id))
    run.syncCursor = { ...run.syncCursor, unsettled }
    run.context.onWaiting(null)
    yield createStep(run, { phase, ...outcome })
  }
}

interface VerifyResult {
  found: MessageState[]
  notFound: string[]
  unresolved: Set<string>
}

async function verifyBatch(run: OutlookSyncContext, ids: readonly string[]): Promise<VerifyResult> {
  const answers = await run.session.client.batch(
    ids.map((id) => ({ method: 'GET' as const, path: `${messagePath(id)}?${MESSAGE_STATE}` })),
    readOptionsOf(run, 'background'),
  )
  const told: VerifyResult = { found: [], notFound: [], unresolved: new Set() }
  for (const [index, id] of ids.entries()) {
    const answer = parseVerifyResponse(answers[index])
    if (answer === 'open') told.unresolved.add(id)
    else if (answer === 'gone') told.notFound.push(id)
    else told.found.push(answer)
  }
  return told
}

async function changesOfResult(
  run: OutlookSyncContext,
  { found: standing, notFound: gone, unresolved: open }: VerifyResult,
): Promise<
  Pick<SyncStep, 'upserts' | 'placements' | 'deletions' | 'failures'> & { open: Set<string> }
> {
  const known = await run.context.known(standing.map(({ id }) => id))
  const deletions = [...gone]
  const placements: SyncStep['placements'] = []
  /** What is not here, or is a draft: its text may be another by now. */
  const wanted: MessageRef[] = []
  for (const at of standing) {
    const { id } = at
    const ref = { providerMessageId: id, providerThreadId: at.threadId }
    // A message in no folder that is listed lies in Exchange's own bin behind the bin.
    if (!isInKnownFolder(run, at)) {
      deletions.push(id)
    } else if (known.has(id)) {
      const placement = placementOf(at, rolesOf(run)(at.folderId))
      placements.push({ providerMessageId: id, placement })
      if (at.isDraft) wanted.push(ref)
    } else if (isInSyncWindow(run, at)) wanted.push(ref)
  }
  const fetched = await fetchMessages(run, wanted)
  return { open, deletions, placements, upserts: fetched.messages, failures: fetched.failures }
}

/** True as well where Graph names no folder: that says nothing of where the message is. */
function isInKnownFolder(run: OutlookSyncContext, at: MessageState): boolean {
  return at.folderId === '' || run.syncCursor.folders[at.folderId] !== undefined
}

function parseVerifyResponse(outcome: BatchPartResult | undefined): 'gone' | 'open' | MessageState {
  if (!outcome) return 'open'
  if (outcome.ok) return messageStateOf(parseObject(outcome.data), { isWhole: true }) ?? 'open'
  const { kind } = outcome.error.failure
  if (kind === 'auth') throw outcome.error
  return kind === 'not_found' ? 'gone' : 'open'
}
