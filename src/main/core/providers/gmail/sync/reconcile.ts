import type { MessageRef, SyncStep } from '#core/ports/provider.ts'
import { placementOf } from '../messages/convert-message.ts'
import { fetchLabels } from './labels.ts'
import { listMessages, MAX_PAGE_SIZE } from '../messages/list-messages.ts'
import { fetchOptionsOf, createStep, type GmailSyncContext } from './sync-context.ts'
import { verifyExistence } from './verify-existence.ts'

const PLACEMENTS_PER_STEP = 1_000

/**
 * After a cursor expired: compares the stored messages with Gmail's list, without fetching any
 * stored message again. Messages that are not stored go to the backlog. Stored messages that are not
 * listed are verified by id, and only Gmail's 404 deletes one. Labels come from listing the ids
 * under each label. The new cursor was fetched before, so its history reports changes meanwhile.
 */
export async function* reconcile(run: GmailSyncContext): AsyncGenerator<SyncStep> {
  const known = await run.context.allKnownIds()
  const unlisted = new Set(known)
  let pageToken: string | null = null
  do {
    const page = await listPage(run, null, pageToken)
    for (const ref of page.refs) unlisted.delete(ref.providerMessageId)
    const missing = page.refs.filter((ref) => !known.has(ref.providerMessageId))
    if (missing.length > 0) yield createStep(run, { phase: 'inventory', discovered: missing })
    pageToken = page.nextPageToken
  } while (pageToken !== null)

  yield* reconcileLabels(run, known, unlisted)
  yield* verifyExistence(run, [...unlisted], 'inventory')
  run.syncCursor = { ...run.syncCursor, phase: 'backfill', isResync: false }
  yield createStep(run, { phase: 'inventory' })
}

async function* reconcileLabels(
  run: GmailSyncContext,
  known: ReadonlySet<string>,
  unlisted: ReadonlySet<string>,
): AsyncGenerator<SyncStep> {
  const labels = await fetchLabels(run)
  const labelIds = new Map<string, string[]>()
  for (const id of known) if (!unlisted.has(id)) labelIds.set(id, [])
  for (const label of labels) {
    let pageToken: string | null = null
    do {
      const page = await listPage(run, label.id, pageToken)
      for (const ref of page.refs) labelIds.get(ref.providerMessageId)?.push(label.id)
      pageToken = page.nextPageToken
    } while (pageToken !== null)
  }
  const placements = [...labelIds].map(([providerMessageId, ids]) => ({
    providerMessageId,
    placement: placementOf(ids),
  }))
  yield createStep(run, { phase: 'inventory', labels })
  for (let start = 0; start < placements.length; start += PLACEMENTS_PER_STEP) {
    yield createStep(run, {
      phase: 'inventory',
      placements: placements.slice(start, start + PLACEMENTS_PER_STEP),
    })
  }
}

async function listPage(
  run: GmailSyncContext,
  labelId: string | null,
  pageToken: string | null,
): Promise<{ refs: MessageRef[]; nextPageToken: string | null }> {
  const page = await listMessages(
    run.session.client,
    {
      maxResults: MAX_PAGE_SIZE,
      pageToken,
      since: run.context.since,
      ...(labelId === null ? {} : { labelId }),
    },
    fetchOptionsOf(run, 'background'),
  )
  run.context.onWaiting(null)
  return page
}
