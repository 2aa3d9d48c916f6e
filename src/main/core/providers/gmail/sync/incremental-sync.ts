import type { gmail_v1 } from '@googleapis/gmail'
import type { Placement } from '#core/ports/messages.ts'
import { ProviderError, type SyncStep } from '#core/ports/provider.ts'
import { isMail, labelIdsOf, placementOf } from '../messages/convert-message.ts'
import { fetchMessages } from '../messages/fetch-messages.ts'
import { fetchHistoryPage, type HistoryPage } from './fetch-history-page.ts'
import { pollLabels, addMissingLabels } from './labels.ts'
import { applySyncWindow } from './sync-window.ts'
import { fetchOptionsOf, createStep, type GmailSyncContext } from './sync-context.ts'
import { verifyExistence } from './verify-existence.ts'

/** Up to this many new messages are fetched with user priority, ahead of background work. */
const MAX_USER_PRIORITY_MESSAGES = 50

/**
 * Fetches what changed since the cursor's historyId, verifies the messages that could not be
 * verified earlier, and fetches the labels if they are due. Yields nothing if nothing changed; that
 * takes one request of 2 quota units. Throws ProviderError `cursor_expired` if the historyId is too
 * old.
 */
export async function* incrementalSync(run: GmailSyncContext): AsyncGenerator<SyncStep> {
  yield* syncHistory(run)
  if (run.syncCursor.unverified.length > 0) {
    yield* verifyExistence(run, run.syncCursor.unverified, 'incremental')
  }
  yield* pollLabels(run)
  run.context.onIncomplete(run.syncCursor.unverified.length)
}

/** Fetches the history, one step per page; each step stores the cursor to continue from. */
async function* syncHistory(run: GmailSyncContext): AsyncGenerator<SyncStep> {
  const startCursor = run.syncCursor.cursor
  let pageToken: string | null = null
  do {
    const page: HistoryPage = await fetchHistoryPage(
      run.session.client,
      startCursor,
      pageToken,
      fetchOptionsOf(run, 'user'),
    )
    if (page.isEmpty && page.cursor === run.syncCursor.cursor) return
    const step = await createHistoryStep(run, page)
    run.syncCursor = { ...run.syncCursor, cursor: page.cursor }
    yield { ...step, syncCursor: { ...run.syncCursor } }
    pageToken = page.nextPageToken
  } while (pageToken !== null)
}

async function createHistoryStep(run: GmailSyncContext, page: HistoryPage): Promise<SyncStep> {
  const priority = page.added.size <= MAX_USER_PRIORITY_MESSAGES ? 'user' : 'background'
  const options = fetchOptionsOf(run, priority)
  const known = await run.context.knownIds([...page.added.keys()])
  const missing = [...page.added.values()].filter(
    (ref) => !known.has(ref.providerMessageId) && isMail({ labels: ref.labelIds ?? [] }),
  )
  const fetched = await fetchMessages(run.session.client, missing, options)
  const wanted = applySyncWindow(run, fetched)

  const placements = new Map<string, Placement>()
  for (const id of known) {
    const labelIds = page.added.get(id)?.labelIds
    if (labelIds) placements.set(id, placementOf(labelIds))
  }
  const isFetched = new Set(missing.map((ref) => ref.providerMessageId))
  const deleted = new Set<string>()
  for (const [id, labelIds] of page.relabelled) {
    if (isFetched.has(id)) continue
    const labels = labelIds ?? (await fetchLabelIds(run, id))
    if (labels === null) deleted.add(id)
    else placements.set(id, placementOf(labels))
  }
  run.context.onWaiting(null)
  const step = createStep(run, {
    phase: 'incremental',
    upserts: wanted.upserts,
    placements: [...placements].map(([providerMessageId, placement]) => ({
      providerMessageId,
      placement,
    })),
    deletions: [...page.deleted, ...deleted, ...wanted.deletions],
    failures: fetched.failures,
  })
  return addMissingLabels(run, step)
}

/** Fetches the labels of a message if history did not send them; null if it is not found. */
async function fetchLabelIds(run: GmailSyncContext, id: string): Promise<string[] | null> {
  try {
    const data: gmail_v1.Schema$Message = await run.session.client.call(
      { method: 'messages.get', intent: 'read', ...fetchOptionsOf(run, 'background') },
      (api, request) => api.users.messages.get({ userId: 'me', id, format: 'minimal' }, request),
    )
    return labelIdsOf(data)
  } catch (error) {
    if (error instanceof ProviderError && error.failure.kind === 'not_found') return null
    throw error
  }
}
