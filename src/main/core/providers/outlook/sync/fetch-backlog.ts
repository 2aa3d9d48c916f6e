import type { SyncStep } from '#core/ports/provider.ts'
import { partitionBySyncWindow } from './sync-window.ts'
import { createStep, type OutlookSyncContext } from './sync-context.ts'
import { fetchMessages } from '../messages/fetch-messages.ts'

const MESSAGES_PER_STEP = 100

/** Fetches by id the messages that are in the backlog. A message that fails stays in the backlog. */
export async function* fetchBacklog(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  const failed = new Set<string>()
  for (;;) {
    const next = await run.context.nextBacklog(MESSAGES_PER_STEP + failed.size)
    const refs = next.filter(({ providerMessageId }) => !failed.has(providerMessageId))
    if (refs.length === 0) return
    const { messages, gone, failures } = await fetchMessages(run, refs.slice(0, MESSAGES_PER_STEP))
    const { wanted, tooOld } = partitionBySyncWindow(run, messages)
    for (const { ref } of failures) failed.add(ref.providerMessageId)
    run.context.onWaiting(null)
    const deletions = [...gone, ...tooOld]
    yield createStep(run, { phase: 'backfill', upserts: wanted, deletions, failures })
  }
}
