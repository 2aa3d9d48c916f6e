import { ProviderError, type SyncStep } from '#core/ports/provider.ts'
import { listMessages, PAGE_SIZE, type ListPage } from './listing.ts'
import { fetchOptionsOf, stepOf, type SyncRun } from './session.ts'

/**
 * Learns every message id, 500 a page, newest first. The checkpoint keeps the page reached; a page
 * token that Gmail no longer takes starts the list over, which repeats ids and never loses one.
 */
export async function* inventory(run: SyncRun): AsyncGenerator<SyncStep> {
  let restarted = false
  for (;;) {
    let page: ListPage
    try {
      page = await listMessages(
        run.session.client,
        {
          maxResults: PAGE_SIZE,
          pageToken: run.checkpoint.pageToken,
          since: run.context.since,
        },
        fetchOptionsOf(run, 'background'),
      )
    } catch (error) {
      const isExpired = error instanceof ProviderError && error.failure.kind === 'rejected'
      if (!isExpired || run.checkpoint.pageToken === null || restarted) throw error
      restarted = true
      run.checkpoint = { ...run.checkpoint, pageToken: null }
      continue
    }
    run.context.onWaiting(null)
    const isLast = page.nextPageToken === null
    run.checkpoint = {
      ...run.checkpoint,
      pageToken: page.nextPageToken,
      ...(isLast ? { phase: 'backfill' as const } : {}),
    }
    yield stepOf(run, { phase: 'inventory', discovered: page.refs })
    if (isLast) return
  }
}
