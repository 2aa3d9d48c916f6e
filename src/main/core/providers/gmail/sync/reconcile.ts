import type { StoredPlacement } from '#core/ports/messages.ts'
import type { MessageRef, SyncStep } from '#core/ports/provider.ts'
import { createListedMessages, type ListedMessages } from '../../shared/listed-messages.ts'
import { placementOf } from '../messages/convert-message.ts'
import { fetchLabels } from './labels.ts'
import { listMessages, MAX_PAGE_SIZE, type MessageRefPage } from '../messages/list-messages.ts'
import { filterNotStored } from './newest-messages.ts'
import { fetchOptionsOf, createStep, type GmailSyncContext } from './sync-context.ts'
import { verifyExistence } from './verify-existence.ts'

/**
 * After a cursor expired: compares the stored messages with Gmail's list, without fetching any
 * stored message again. Messages that are not stored go to the backlog. Stored messages that are not
 * listed are verified by id, and only Gmail's 404 deletes one. Labels come from listing the ids
 * under each label. The new cursor was fetched before, so its history reports changes meanwhile.
 */
export async function* reconcile(run: GmailSyncContext): AsyncGenerator<SyncStep> {
  const labels = await fetchLabels(run)
  const listed = createListedMessages(labels.length)
  for await (const refs of listPages(run, null)) {
    for (const { providerMessageId } of refs) listed.add(providerMessageId)
    const discovered = await filterNotStored(run, refs)
    if (discovered.length > 0) yield createStep(run, { phase: 'inventory', discovered })
  }
  for (const [index, label] of labels.entries()) {
    for await (const refs of listPages(run, label.id)) {
      for (const { providerMessageId } of refs) listed.addLabel(providerMessageId, index)
    }
  }
  yield createStep(run, { phase: 'inventory', labels })
  const labelIds = labels.map(({ id }) => id)
  for await (const stored of run.context.storedPlacements()) {
    yield* reconcileChunk(run, stored, listed, labelIds)
  }
  run.syncCursor = { ...run.syncCursor, phase: 'backfill', isResync: false }
  yield createStep(run, { phase: 'inventory' })
}

async function* reconcileChunk(
  run: GmailSyncContext,
  stored: readonly StoredPlacement[],
  listed: ListedMessages,
  labelIds: readonly string[],
): AsyncGenerator<SyncStep> {
  const ids = stored.map(({ providerMessageId }) => providerMessageId)
  const placements = ids
    .filter((id) => listed.has(id))
    .map((providerMessageId) => ({
      providerMessageId,
      placement: placementOf(
        listed.labelsOf(providerMessageId).flatMap((index) => labelIds[index] ?? []),
      ),
    }))
  if (placements.length > 0) yield createStep(run, { phase: 'inventory', placements })
  const unlisted = ids.filter((id) => !listed.has(id))
  yield* verifyExistence(run, unlisted, 'inventory')
}

/** Every page of the account's list, or of a label's. */
async function* listPages(
  run: GmailSyncContext,
  labelId: string | null,
): AsyncGenerator<MessageRef[]> {
  let pageToken: string | null = null
  do {
    const page: MessageRefPage = await listPage(run, labelId, pageToken)
    yield page.refs
    pageToken = page.nextPageToken
  } while (pageToken !== null)
}

async function listPage(
  run: GmailSyncContext,
  labelId: string | null,
  pageToken: string | null,
): Promise<MessageRefPage> {
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
