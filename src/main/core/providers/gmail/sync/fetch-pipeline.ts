import type { MessageRef, SyncContext } from '#core/ports/provider.ts'
import { MAX_BATCH_PARTS } from '../client/batch.ts'
import {
  fetchBatch,
  quotaCostOfParts,
  type FetchedMessages,
  type FetchPart,
} from '../messages/fetch-messages.ts'
import { evenBatchUnits, MAX_BATCH_MESSAGES, planBatches } from '../messages/plan-batches.ts'
import { fetchOptionsOf, type GmailSyncContext } from './sync-context.ts'

export interface FetchedBatch extends FetchedMessages {
  /** The number of the last poll that had begun when the batch was requested. */
  readonly startedAfterPoll: number
  readonly refs: readonly MessageRef[]
}

/** Keeps several batches of the backlog in flight. */
export interface FetchPipeline {
  /** The next fetched batch, or null at the end. Throws the error that ended the pipeline early. */
  next(): Promise<FetchedBatch | null>
  /** To be called once the batch is stored: frees its concurrency slot for the next batch. */
  release(batch: FetchedBatch): void
  /** To be called when a poll begins; returns the poll's number. */
  beginPoll(): number
  /** Changes of polls up to this number are in every batch that is not stored yet. */
  oldestPendingPoll(): number
  stop(): Promise<void>
}

/** Batches that may wait for the retry of failed parts, as a multiple of `maxBatches`. */
const MAX_RETRYING = 3

/**
 * Starts fetching the backlog. At most `maxBatches` are in flight or waiting to be stored. A batch
 * that waits for the retry of some parts does not count, so that the others are not held up.
 */
export function startFetchPipeline(run: GmailSyncContext): FetchPipeline {
  const { client, maxBatches } = run.session
  const { costs, limiter } = client
  const halt = new AbortController()
  const signal = AbortSignal.any([run.context.signal, halt.signal])
  const context: SyncContext = { ...run.context, signal }
  const options = fetchOptionsOf({ ...run, context }, 'background')

  const claimed = new Set<string>()
  const failed = new Set<string>()
  const ready: FetchedBatch[] = []
  const inFlight = new Set<{ startedAfterPoll: number }>()
  const retrying = new Set<{ startedAfterPoll: number }>()
  let pollCount = 0
  let ended = false
  let failure: Error | undefined
  let wake = Promise.withResolvers<undefined>()

  const changed = (): void => {
    const previous = wake
    wake = Promise.withResolvers()
    previous.resolve(undefined)
  }

  const slotUnits = (): number =>
    evenBatchUnits(MAX_BATCH_PARTS * costs['threads.get'], limiter.backgroundBudget())

  /** Claims the next batches of backlog messages that are not being fetched. */
  const claim = async (): Promise<FetchPart[][]> => {
    const unavailable = claimed.size + failed.size
    const backlog = await context.nextBacklog(unavailable + 2 * MAX_BATCH_MESSAGES)
    const free = backlog.filter(({ providerMessageId: id }) => !claimed.has(id) && !failed.has(id))
    const batches = planBatches(free, slotUnits(), costs)
    for (const ref of refsOf(batches.flat())) claimed.add(ref.providerMessageId)
    return batches
  }

  /** Plans the batches again for fewer units; messages that do not fit go back to the backlog. */
  const fitted = (batches: FetchPart[][], units: number): FetchPart[][] => {
    const refs = refsOf(batches.flat())
    const fitting = planBatches(refs, units, costs)
    const kept = new Set(refsOf(fitting.flat()))
    for (const ref of refs) if (!kept.has(ref)) claimed.delete(ref.providerMessageId)
    return fitting
  }

  const dispatch = async (): Promise<void> => {
    while (!signal.aborted && failure === undefined) {
      const isRetryingFull = retrying.size >= MAX_RETRYING * maxBatches
      if (inFlight.size - retrying.size >= maxBatches || isRetryingFull) {
        await wake.promise
        continue
      }
      const claimedBatches = await claim()
      const wanted = quotaCostOfParts(claimedBatches.flat(), costs)
      if (wanted === 0) return
      // Wait for at least half of the units. A small grant would free the same small number of
      // units a minute later, so all further batches would stay small.
      const atLeast = Math.ceil(wanted / 2)
      const spend = await limiter.acquire(wanted, { ...options, atLeast })
      context.onWaiting(null)
      const batches = spend.units < wanted ? fitted(claimedBatches, spend.units) : claimedBatches
      spend.reduceTo(quotaCostOfParts(batches.flat(), costs))
      for (const [index, parts] of batches.entries()) {
        const isLast = index === batches.length - 1
        void fetchOne(parts, isLast ? spend : spend.split(quotaCostOfParts(parts, costs)))
      }
    }
  }

  const fetchOne = async (
    parts: FetchPart[],
    spend: Parameters<typeof fetchBatch>[2],
  ): Promise<void> => {
    const slot = { startedAfterPoll: pollCount }
    inFlight.add(slot)
    const onRetrying = (): void => {
      retrying.add(slot)
      changed()
    }
    try {
      const fetched = await fetchBatch(client, parts, spend, { ...options, onRetrying })
      ready.push(Object.assign(slot, fetched, { refs: refsOf(parts) }))
    } catch (error) {
      failure ??= error instanceof Error ? error : new Error('Fetching failed', { cause: error })
      inFlight.delete(slot)
    } finally {
      retrying.delete(slot)
      changed()
    }
  }

  const dispatching = dispatch()
    .catch((error: unknown) => {
      failure ??= error instanceof Error ? error : new Error('Fetching failed', { cause: error })
    })
    .finally(() => {
      ended = true
      changed()
    })

  return {
    async next() {
      for (;;) {
        const batch = ready.shift()
        if (batch) return batch
        // Batches that are still in flight are stored before an error ends the pipeline.
        if (inFlight.size === 0 && (ended || failure !== undefined)) {
          if (failure !== undefined) throw failure
          return null
        }
        await wake.promise
      }
    },
    release(batch) {
      for (const { ref } of batch.failures) failed.add(ref.providerMessageId)
      for (const ref of batch.refs) claimed.delete(ref.providerMessageId)
      inFlight.delete(batch)
      changed()
    },
    beginPoll: () => (pollCount += 1),
    oldestPendingPoll: () =>
      Math.min(pollCount, ...[...inFlight].map((slot) => slot.startedAfterPoll)),
    async stop() {
      halt.abort(new Error('The fetch was stopped'))
      changed()
      await dispatching
    },
  }
}

function refsOf(parts: readonly FetchPart[]): MessageRef[] {
  return parts.flatMap((part) => part.refs)
}
