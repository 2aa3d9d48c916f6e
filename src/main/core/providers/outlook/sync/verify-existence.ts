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
 * Requests the state of every unverified message by id, in batches. A message that Graph does not
 * find is deleted, one in another folder gets its new placement, and one that is not stored is
 * fetched. A message whose request fails stays unverified and is requested again in the next poll.
 */
export async function* verifyExistence(
  run: OutlookSyncContext,
  phase: SyncStep['phase'],
): AsyncGenerator<SyncStep> {
  const unverified = run.syncCursor.unverified
  for (let start = 0; start < unverified.length; start += MESSAGES_PER_STEP) {
    const ids = unverified.slice(start, start + MESSAGES_PER_STEP)
    const result = await verifyBatch(run, ids)
    if (result.found.some((state) => !isInKnownFolder(run, state))) {
      yield* applyFolderChanges(run, await fetchFolderTree(run, 'background'))
    }
    const changes = await changesOfResult(run, result)
    const verified = new Set(ids.filter((id) => !result.unresolved.has(id)))
    if (verified.size === 0) continue
    const remaining = run.syncCursor.unverified.filter((id) => !verified.has(id))
    run.syncCursor = { ...run.syncCursor, unverified: remaining }
    run.context.onWaiting(null)
    yield createStep(run, { phase, ...changes })
  }
}

interface VerifyResult {
  found: MessageState[]
  notFound: string[]
  unresolved: Set<string>
}

async function verifyBatch(run: OutlookSyncContext, ids: readonly string[]): Promise<VerifyResult> {
  const responses = await run.session.client.batch(
    ids.map((id) => ({ method: 'GET' as const, path: `${messagePath(id)}?${MESSAGE_STATE}` })),
    readOptionsOf(run, 'background'),
  )
  const result: VerifyResult = { found: [], notFound: [], unresolved: new Set() }
  for (const [index, id] of ids.entries()) {
    const state = parseVerifyResponse(responses[index])
    if (state === 'unresolved') result.unresolved.add(id)
    else if (state === 'notFound') result.notFound.push(id)
    else result.found.push(state)
  }
  return result
}

async function changesOfResult(
  run: OutlookSyncContext,
  { found, notFound }: VerifyResult,
): Promise<Pick<SyncStep, 'upserts' | 'placements' | 'deletions' | 'failures'>> {
  const known = await run.context.knownIds(found.map(({ id }) => id))
  const deletions = [...notFound]
  const placements: SyncStep['placements'] = []
  /** Messages that are not stored, and drafts, whose content another client may have changed. */
  const wanted: MessageRef[] = []
  for (const state of found) {
    const { id } = state
    const ref = { providerMessageId: id, providerThreadId: state.threadId }
    // A message in a folder outside the tree is in Exchange's Recoverable Items: deleted for us.
    if (!isInKnownFolder(run, state)) {
      deletions.push(id)
    } else if (known.has(id)) {
      const placement = placementOf(state, rolesOf(run)(state.folderId))
      placements.push({ providerMessageId: id, placement })
      if (state.isDraft) wanted.push(ref)
    } else if (isInSyncWindow(run, state)) wanted.push(ref)
  }
  const fetched = await fetchMessages(run, wanted)
  return { deletions, placements, upserts: fetched.messages, failures: fetched.failures }
}

/** True also if Graph sent no folder id, because that does not say where the message is. */
function isInKnownFolder(run: OutlookSyncContext, { folderId }: MessageState): boolean {
  return folderId === '' || run.syncCursor.folders[folderId] !== undefined
}

function parseVerifyResponse(
  response: BatchPartResult | undefined,
): 'notFound' | 'unresolved' | MessageState {
  if (!response) return 'unresolved'
  if (response.ok) {
    return messageStateOf(parseObject(response.data), { isWhole: true }) ?? 'unresolved'
  }
  const { kind } = response.error.failure
  if (kind === 'auth') throw response.error
  return kind === 'not_found' ? 'notFound' : 'unresolved'
}
