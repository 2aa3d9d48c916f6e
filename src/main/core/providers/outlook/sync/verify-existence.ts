import type { MessageRef, SyncStep } from '#core/ports/provider.ts'
import { parseObject } from '../client/parse-page.ts'
import type { BatchPartResult } from '../client/graph-client.ts'
import { messagePath } from './message-delta.ts'
import { placementOf, messageStateOf, type MessageState } from '../messages/convert-message.ts'
import { STANDING } from '../messages/selected-fields.ts'
import { applyFolderChanges } from './apply-folder-changes.ts'
import { fetchFolderTree } from './fetch-folder-tree.ts'
import { isInSyncWindow } from './sync-window.ts'
import { reading, rolesOf, stepOf, type OutlookSyncContext } from './sync-context.ts'
import { fetchByIds } from '../messages/fetch-messages.ts'

const AT_ONCE = 100

/**
 * Asks about every unsettled message, one by one in batches: one that Graph does not have is
 * deleted, one that stands elsewhere is placed there, one that is not stored yet is fetched. What
 * cannot be answered now stays unsettled and is asked again at the next look.
 */
export async function* verifyExistence(
  run: OutlookSyncContext,
  phase: SyncStep['phase'],
): AsyncGenerator<SyncStep> {
  const asked = run.checkpoint.unsettled
  for (let start = 0; start < asked.length; start += AT_ONCE) {
    const ids = asked.slice(start, start + AT_ONCE)
    const told = await askAbout(run, ids)
    if (told.standing.some((at) => !isListed(run, at))) {
      yield* applyFolderChanges(run, await fetchFolderTree(run, 'background'))
    }
    const { open, ...outcome } = await conclude(run, told)
    const settled = new Set(ids.filter((id) => !open.has(id)))
    if (settled.size === 0) continue
    const unsettled = run.checkpoint.unsettled.filter((id) => !settled.has(id))
    run.checkpoint = { ...run.checkpoint, unsettled }
    run.context.onWaiting(null)
    yield stepOf(run, { phase, ...outcome })
  }
}

interface Told {
  standing: MessageState[]
  gone: string[]
  open: Set<string>
}

async function askAbout(run: OutlookSyncContext, ids: readonly string[]): Promise<Told> {
  const answers = await run.session.client.batch(
    ids.map((id) => ({ method: 'GET' as const, path: `${messagePath(id)}?${STANDING}` })),
    reading(run, 'background'),
  )
  const told: Told = { standing: [], gone: [], open: new Set() }
  for (const [index, id] of ids.entries()) {
    const answer = readAnswer(answers[index])
    if (answer === 'open') told.open.add(id)
    else if (answer === 'gone') told.gone.push(id)
    else told.standing.push(answer)
  }
  return told
}

async function conclude(
  run: OutlookSyncContext,
  { standing, gone, open }: Told,
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
    if (!isListed(run, at)) {
      deletions.push(id)
    } else if (known.has(id)) {
      const placement = placementOf(at, rolesOf(run)(at.folderId))
      placements.push({ providerMessageId: id, placement })
      if (at.isDraft) wanted.push(ref)
    } else if (isInSyncWindow(run, at)) wanted.push(ref)
  }
  const fetched = await fetchByIds(run, wanted)
  return { open, deletions, placements, upserts: fetched.messages, failures: fetched.failures }
}

/** True as well where Graph names no folder: that says nothing of where the message is. */
function isListed(run: OutlookSyncContext, at: MessageState): boolean {
  return at.folderId === '' || run.checkpoint.folders[at.folderId] !== undefined
}

function readAnswer(outcome: BatchPartResult | undefined): 'gone' | 'open' | MessageState {
  if (!outcome) return 'open'
  if (outcome.ok) return messageStateOf(parseObject(outcome.data), { isWhole: true }) ?? 'open'
  const { kind } = outcome.error.failure
  if (kind === 'auth') throw outcome.error
  return kind === 'not_found' ? 'gone' : 'open'
}
