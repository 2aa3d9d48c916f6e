import { ProviderError, type SyncStep } from '#core/ports/provider.ts'
import { listMessages, MAX_PAGE_SIZE, type MessageRefPage } from '../messages/list-messages.ts'
import { fetchOptionsOf, createStep, type GmailSyncContext } from './sync-context.ts'

/**
 * Lists every message id, 500 per page, newest first. The cursor keeps the page token; if Gmail
 * rejects a stored token the list starts again, which repeats ids but never misses one.
 */
export async function* listMessageIds(run: GmailSyncContext): AsyncGenerator<SyncStep> {
  let restarted = false
  for (;;) {
    let page: MessageRefPage
    try {
      page = await listMessages(
        run.session.client,
        {
          maxResults: MAX_PAGE_SIZE,
          pageToken: run.syncCursor.pageToken,
          since: run.context.since,
        },
        fetchOptionsOf(run, 'background'),
      )
    } catch (error) {
      const isExpired = error instanceof ProviderError && error.failure.kind === 'rejected'
      if (!isExpired || run.syncCursor.pageToken === null || restarted) throw error
      restarted = true
      run.syncCursor = { ...run.syncCursor, pageToken: null }
      continue
    }
    run.context.onWaiting(null)
    const isLast = page.nextPageToken === null
    run.syncCursor = {
      ...run.syncCursor,
      pageToken: page.nextPageToken,
      ...(isLast ? { phase: 'backfill' as const } : {}),
    }
    yield createStep(run, { phase: 'inventory', discovered: page.refs })
    if (isLast) return
  }
}
