import type { Placement } from '#core/ports/messages.ts'
import type { SyncStep } from '#core/ports/provider.ts'
import { withNames } from './labels.ts'
import { startFetchPipeline, type FetchedBatch, type FetchPipeline } from './fetch-pipeline.ts'
import { lookAround } from './look.ts'
import { wantedOf } from './reach.ts'
import { stepOf, type SyncRun } from './session.ts'

/** What a look at changes said about a message, and which look it was. */
interface Override {
  look: number
  /** Null: deleted. */
  placement: Placement | null
}

/**
 * Fetches the whole backlog, newest first, and looks for changes whenever the engine says it is
 * time. A batch asked for before such a look shows messages as they were: what the look learned
 * about them wins, so that a change is never undone by an answer that was older.
 */
export async function* backfill(run: SyncRun): AsyncGenerator<SyncStep> {
  const pipeline = startFetchPipeline(run)
  const overrides = new Map<string, Override>()
  let poll = run.context.nextPoll().then(() => 'poll' as const)
  let next = pipeline.next()
  try {
    for (;;) {
      const event = await Promise.race([poll, next])
      if (event === null) return
      if (event === 'poll') {
        yield* lookForChanges(run, pipeline, overrides)
        poll = run.context.nextPoll().then(() => 'poll' as const)
        continue
      }
      yield await withNames(run, applied(run, event, overrides))
      pipeline.release(event)
      forget(overrides, pipeline.oldestLook())
      next = pipeline.next()
    }
  } finally {
    // Whoever stops listening must not leave a rejection that nobody hears.
    next.catch(() => undefined)
    poll.catch(() => undefined)
    await pipeline.stop()
  }
}

async function* lookForChanges(
  run: SyncRun,
  pipeline: FetchPipeline,
  overrides: Map<string, Override>,
): AsyncGenerator<SyncStep> {
  const look = pipeline.look()
  for await (const step of lookAround(run)) {
    for (const { providerMessageId, placement } of step.placements) {
      overrides.set(providerMessageId, { look, placement })
    }
    for (const { providerMessageId, placement } of step.upserts) {
      overrides.set(providerMessageId, { look, placement })
    }
    for (const id of step.deletions) overrides.set(id, { look, placement: null })
    yield step
  }
}

function applied(
  run: SyncRun,
  batch: FetchedBatch,
  overrides: ReadonlyMap<string, Override>,
): SyncStep {
  const newer = (id: string): Override | null => {
    const override = overrides.get(id)
    return override && override.look > batch.startedAfterLook ? override : null
  }
  const { upserts, deletions, failures } = wantedOf(run, batch)
  return stepOf(run, {
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

function forget(overrides: Map<string, Override>, oldestLook: number): void {
  for (const [id, { look }] of overrides) if (look <= oldestLook) overrides.delete(id)
}
