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
  /** Looks at changes that had ended when the batch was asked for. */
  readonly startedAfterLook: number
  readonly refs: readonly MessageRef[]
}

/** Keeps several batches of the backlog under way. */
export interface FetchPipeline {
  /** The next batch that came in, or null at the end. Throws what ended the pipeline early. */
  next(): Promise<FetchedBatch | null>
  /** The batch is stored: its messages are out of the backlog, its place is free. */
  release(batch: FetchedBatch): void
  /** A look at changes has begun; answers its number. */
  beginPoll(): number
  /** The oldest look that a batch still on its way does not reflect. */
  oldestPendingPoll(): number
  stop(): Promise<void>
}

/** Starts fetching the backlog. At most `maxBatches` are in flight or waiting to be stored. */
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
  const underWay = new Set<{ startedAfterLook: number }>()
  let looks = 0
  let ended = false
  let failure: unknown
  let wake = Promise.withResolvers<undefined>()

  const changed = (): void => {
    const previous = wake
    wake = Promise.withResolvers()
    previous.resolve(undefined)
  }

  const slotUnits = (): number =>
    evenBatchUnits(MAX_BATCH_PARTS * costs['threads.get'], limiter.backgroundBudget())

  /** Takes the next batches of the backlog that nobody is fetching. */
  const claim = async (): Promise<FetchPart[][]> => {
    const taken = claimed.size + failed.size
    const backlog = await context.nextBacklog(taken + 2 * MAX_BATCH_MESSAGES)
    const free = backlog.filter(({ providerMessageId: id }) => !claimed.has(id) && !failed.has(id))
    const batches = planBatches(free, slotUnits(), costs)
    for (const ref of refsOf(batches.flat())) claimed.add(ref.providerMessageId)
    return batches
  }

  /** Cuts the batches down to what was granted; the rest goes back to the backlog. */
  const fitted = (batches: FetchPart[][], units: number): FetchPart[][] => {
    const refs = refsOf(batches.flat())
    const fitting = planBatches(refs, units, costs)
    const kept = new Set(refsOf(fitting.flat()))
    for (const ref of refs) if (!kept.has(ref)) claimed.delete(ref.providerMessageId)
    return fitting
  }

  const dispatch = async (): Promise<void> => {
    while (!signal.aborted && failure === undefined) {
      if (underWay.size >= maxBatches) {
        await wake.promise
        continue
      }
      const claimedBatches = await claim()
      const wanted = quotaCostOfParts(claimedBatches.flat(), costs)
      if (wanted === 0) return
      // Less than half is left until more comes free: small batches would go on for ever, since
      // each minute's spending comes free again in the same pieces.
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
    const slot = { startedAfterLook: looks }
    underWay.add(slot)
    try {
      const fetched = await fetchBatch(client, parts, spend, options)
      ready.push(Object.assign(slot, fetched, { refs: refsOf(parts) }))
    } catch (error) {
      failure ??= error
      underWay.delete(slot)
    }
    changed()
  }

  const dispatching = dispatch()
    .catch((error: unknown) => {
      failure ??= error
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
        // What is still on its way is worth storing, whatever went wrong elsewhere.
        if (underWay.size === 0 && (ended || failure !== undefined)) {
          if (failure !== undefined) throw failure as Error
          return null
        }
        await wake.promise
      }
    },
    release(batch) {
      for (const { ref } of batch.failures) failed.add(ref.providerMessageId)
      for (const ref of batch.refs) claimed.delete(ref.providerMessageId)
      underWay.delete(batch)
      changed()
    },
    beginPoll: () => (looks += 1),
    oldestPendingPoll: () => Math.min(looks, ...[...underWay].map((slot) => slot.startedAfterLook)),
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
