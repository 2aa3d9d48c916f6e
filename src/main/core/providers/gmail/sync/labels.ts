import type { Placement } from '#core/ports/messages.ts'
import type { ProviderLabel, SyncStep } from '#core/ports/provider.ts'
import { placementOf } from '../messages/convert-message.ts'
import { listLabels } from '../messages/list-messages.ts'
import { fetchOptionsOf, createStep, type GmailSyncContext } from './sync-context.ts'

/** History says nothing of labels themselves: without being asked for, they are read this often. */
const POLL_LABELS_EVERY_MS = 300_000
const PLACEMENTS_PER_STEP = 1_000

/** Every label with its name, as Gmail has them now. One request of 1 unit. */
export async function fetchLabels(run: GmailSyncContext): Promise<ProviderLabel[]> {
  const labels = await listLabels(run.session.client, fetchOptionsOf(run, 'user'))
  run.session.labelsReadAt = run.session.client.clock.now()
  return labels
}

/**
 * A step with the labels read again where a message in it bears one whose name is not stored. One
 * that Gmail no longer has is taken off: an older answer or record still named it.
 */
export async function addMissingLabels(run: GmailSyncContext, step: SyncStep): Promise<SyncStep> {
  const own = [...step.upserts, ...step.placements]
    .flatMap(({ placement }) => placement.labels)
    .filter((id) => /^Label_/u.test(id))
  if (own.length === 0) return step
  const stored = new Set((await run.context.labels()).map(({ id }) => id))
  if (own.every((id) => stored.has(id))) return step
  const labels = await fetchLabels(run)
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
export async function* pollLabels(run: GmailSyncContext): AsyncGenerator<SyncStep> {
  const { session, context } = run
  const isDue = session.client.clock.now() - session.labelsReadAt >= POLL_LABELS_EVERY_MS
  if (!isDue && context.isFullPoll !== true) return
  const stored = await context.labels()
  const labels = await fetchLabels(run)
  context.onWaiting(null)
  if (serializeLabels(labels) === serializeLabels(stored)) return
  const there = new Set(labels.map(({ id }) => id))
  const gone = new Set(stored.flatMap(({ id }) => (there.has(id) ? [] : [id])))
  yield* removeDeletedLabels(run, gone)
  // Last: until the names are stored, a restart finds the same labels gone.
  yield createStep(run, { phase: 'incremental', labels })
}

/** What a list says, in whichever order. */
function serializeLabels(labels: readonly ProviderLabel[]): string {
  return labels
    .map(({ id, name, kind }) => JSON.stringify([id, name, kind]))
    .sort()
    .join()
}

async function* removeDeletedLabels(
  run: GmailSyncContext,
  gone: ReadonlySet<string>,
): AsyncGenerator<SyncStep> {
  if (gone.size === 0) return
  const placements: SyncStep['placements'] = []
  for (const [providerMessageId, { labels }] of await run.context.placements()) {
    if (!labels.some((id) => gone.has(id))) continue
    const placement = placementOf(labels.filter((id) => !gone.has(id)))
    placements.push({ providerMessageId, placement })
  }
  for (let start = 0; start < placements.length; start += PLACEMENTS_PER_STEP) {
    const some = placements.slice(start, start + PLACEMENTS_PER_STEP)
    yield createStep(run, { phase: 'incremental', placements: some })
  }
}
