import type { Placement } from '#core/ports/messages.ts'
import type { SyncStep } from '#core/ports/provider.ts'
import { addMissingLabels } from './labels.ts'
import { startFetchPipeline, type FetchedBatch, type FetchPipeline } from './fetch-pipeline.ts'
import { poll } from './poll.ts'
import { applySyncWindow } from './sync-window.ts'
import { createStep, type GmailSyncContext } from './sync-context.ts'

/** The state of a message that a poll reported, and the number of that poll. */
interface PolledChange {
  pollNumber: number
  /** Null: deleted. */
  placement: Placement | null
}

/**
 * Fetches the whole backlog, newest first, and polls whenever the engine asks for it. A batch that
 * was requested before a poll may contain an outdated state of a message that the poll reported, so
 * the poll's state wins: an older response never undoes a newer change.
 */
export async function* backfill(run: GmailSyncContext): AsyncGenerator<SyncStep> {
  const pipeline = startFetchPipeline(run)
  const overrides = new Map<string, PolledChange>()
  const whenPollIsDue = () => run.context.nextPoll().then(() => 'poll' as const)
  let due = whenPollIsDue()
  let next = pipeline.next()
  try {
    for (;;) {
      const event = await Promise.race([due, next])
      if (event === null) return
      if (event === 'poll') {
        yield* pollAndRecord(run, pipeline, overrides)
        due = whenPollIsDue()
        continue
      }
      yield await addMissingLabels(run, createBackfillStep(run, event, overrides))
      pipeline.release(event)
      dropObsoleteChanges(overrides, pipeline.oldestPendingPoll())
      next = pipeline.next()
    }
  } finally {
    // Handle later rejections of both promises: nothing awaits them any more.
    next.catch(() => undefined)
    due.catch(() => undefined)
    await pipeline.stop()
  }
}

async function* pollAndRecord(
  run: GmailSyncContext,
  pipeline: FetchPipeline,
  overrides: Map<string, PolledChange>,
): AsyncGenerator<SyncStep> {
  const pollNumber = pipeline.beginPoll()
  for await (const step of poll(run)) {
    for (const { providerMessageId, placement } of step.placements) {
      overrides.set(providerMessageId, { pollNumber, placement })
    }
    for (const { providerMessageId, placement } of step.upserts) {
      overrides.set(providerMessageId, { pollNumber, placement })
    }
    for (const id of step.deletions) overrides.set(id, { pollNumber, placement: null })
    yield step
  }
}

function createBackfillStep(
  run: GmailSyncContext,
  batch: FetchedBatch,
  overrides: ReadonlyMap<string, PolledChange>,
): SyncStep {
  const newer = (id: string): PolledChange | null => {
    const override = overrides.get(id)
    return override && override.pollNumber > batch.startedAfterPoll ? override : null
  }
  const { upserts, deletions, failures } = applySyncWindow(run, batch)
  return createStep(run, {
    phase: 'backfill',
    upserts: upserts.flatMap((message) => {
      const override = newer(message.providerMessageId)
      if (!override) return [message]
      return override.placement ? [{ ...message, placement: override.placement }] : []
    }),
    deletions: [
      ...deletions,
      ...batch.messages.flatMap(({ providerMessageId: id }) =>
        newer(id)?.placement === null ? [id] : [],
      ),
    ],
    failures,
  })
}

function dropObsoleteChanges(overrides: Map<string, PolledChange>, oldestPoll: number): void {
  for (const [id, { pollNumber }] of overrides) if (pollNumber <= oldestPoll) overrides.delete(id)
}
