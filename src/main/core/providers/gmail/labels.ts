import type { Placement } from '#core/ports/messages.ts'
import type { ProviderLabel, SyncStep } from '#core/ports/provider.ts'
import { placementOf } from './convert.ts'
import { listLabels } from './listing.ts'
import { fetchOptionsOf, stepOf, type SyncRun } from './session.ts'

/** History says nothing of labels themselves: without being asked for, they are read this often. */
const READ_EVERY_MS = 300_000
const PLACEMENTS_PER_STEP = 1_000

/** Every label with its name, as Gmail has them now. One request of 1 unit. */
export async function readLabels(run: SyncRun): Promise<ProviderLabel[]> {
  const labels = await listLabels(run.session.client, fetchOptionsOf(run, 'user'))
  run.session.labelsReadAt = run.session.client.clock.now()
  return labels
}

/**
 * A step with the labels read again where a message in it bears one whose name is not stored. One
 * that Gmail no longer has is taken off: an older answer or record still named it.
 */
export async function withNames(run: SyncRun, step: SyncStep): Promise<SyncStep> {
  const own = [...step.upserts, ...step.placements]
    .flatMap(({ placement }) => placement.labels)
    .filter((id) => /^Label_/u.test(id))
  if (own.length === 0) return step
  const stored = new Set((await run.context.labels()).map(({ id }) => id))
  if (own.every((id) => stored.has(id))) return step
  const labels = await readLabels(run)
  const there = new Set(labels.map(({ id }) => id))
  const strip = <T extends { placement: Placement }>(one: T): T => {
    const left = one.placement.labels.filter((id) => there.has(id) || !/^Label_/u.test(id))
    return { ...one, placement: { ...one.placement, labels: left } }
  }
  return {
    ...step,
    labels,
    upserts: step.upserts.map(strip),
    placements: step.placements.map(strip),
  }
}

/**
 * Labels that were made, renamed or deleted: looked for when the person asks and every few minutes.
 * A label that is gone is taken off the messages here, because Gmail need not tell that of each.
 * Yields nothing where nothing is different.
 */
export async function* lookAtLabels(run: SyncRun): AsyncGenerator<SyncStep> {
  const { session, context } = run
  const isDue = session.client.clock.now() - session.labelsReadAt >= READ_EVERY_MS
  if (!isDue && context.isThorough !== true) return
  const stored = await context.labels()
  const labels = await readLabels(run)
  context.onWaiting(null)
  if (said(labels) === said(stored)) return
  const there = new Set(labels.map(({ id }) => id))
  const gone = new Set(stored.flatMap(({ id }) => (there.has(id) ? [] : [id])))
  yield* takeOff(run, gone)
  // Last: until the names are stored, a restart finds the same labels gone.
  yield stepOf(run, { phase: 'incremental', labels })
}

/** What a list says, in whichever order. */
function said(labels: readonly ProviderLabel[]): string {
  return labels
    .map(({ id, name, kind }) => JSON.stringify([id, name, kind]))
    .sort()
    .join()
}

async function* takeOff(run: SyncRun, gone: ReadonlySet<string>): AsyncGenerator<SyncStep> {
  if (gone.size === 0) return
  const placements: SyncStep['placements'] = []
  for (const [providerMessageId, { labels }] of await run.context.placements()) {
    if (!labels.some((id) => gone.has(id))) continue
    const placement = placementOf(labels.filter((id) => !gone.has(id)))
    placements.push({ providerMessageId, placement })
  }
  for (let start = 0; start < placements.length; start += PLACEMENTS_PER_STEP) {
    const some = placements.slice(start, start + PLACEMENTS_PER_STEP)
    yield stepOf(run, { phase: 'incremental', placements: some })
  }
}
