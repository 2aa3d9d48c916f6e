import type { Placement } from '#core/ports/messages.ts'
import type { ProviderLabel, SyncStep } from '#core/ports/provider.ts'
import { placementOf } from '../messages/convert-message.ts'
import { listLabels } from '../messages/list-messages.ts'
import { fetchOptionsOf, createStep, type GmailSyncContext } from './sync-context.ts'

/** History does not report created, renamed or deleted labels, so the list is polled this often. */
const POLL_LABELS_EVERY_MS = 300_000

/** Fetches all labels with their names. One request of 1 quota unit. */
export async function fetchLabels(run: GmailSyncContext): Promise<ProviderLabel[]> {
  const labels = await listLabels(run.session.client, fetchOptionsOf(run, 'user'))
  run.session.labelsReadAt = run.session.client.clock.now()
  return labels
}

/**
 * If a message in the step has a label that is not stored, adds the current list of labels to the
 * step. A label that Gmail no longer has is removed from the step's messages: an outdated response
 * or history record still had it.
 */
export async function addMissingLabels(run: GmailSyncContext, step: SyncStep): Promise<SyncStep> {
  const userLabels = [...step.upserts, ...step.placements]
    .flatMap(({ placement }) => placement.labels)
    .filter((id) => /^Label_/u.test(id))
  if (userLabels.length === 0) return step
  const stored = new Set((await run.context.labels()).map(({ id }) => id))
  if (userLabels.every((id) => stored.has(id))) return step
  const labels = await fetchLabels(run)
  const existing = new Set(labels.map(({ id }) => id))
  const strip = <T extends { placement: Placement }>(one: T): T => {
    const kept = one.placement.labels.filter((id) => existing.has(id) || !/^Label_/u.test(id))
    return { ...one, placement: { ...one.placement, labels: kept } }
  }
  return {
    ...step,
    labels,
    upserts: step.upserts.map(strip),
    placements: step.placements.map(strip),
  }
}

/**
 * Polls the list of labels for created, renamed and deleted ones: in a full poll, and otherwise every
 * five minutes. A deleted label is removed from the stored messages, because Gmail may not report
 * that for each message. Yields nothing if nothing changed.
 */
export async function* pollLabels(run: GmailSyncContext): AsyncGenerator<SyncStep> {
  const { session, context } = run
  const isDue = session.client.clock.now() - session.labelsReadAt >= POLL_LABELS_EVERY_MS
  if (!isDue && context.isFullPoll !== true) return
  const stored = await context.labels()
  const labels = await fetchLabels(run)
  context.onWaiting(null)
  if (serializeLabels(labels) === serializeLabels(stored)) return
  const existing = new Set(labels.map(({ id }) => id))
  const deleted = new Set(stored.flatMap(({ id }) => (existing.has(id) ? [] : [id])))
  yield* removeDeletedLabels(run, deleted)
  // The list is stored last, so that after a kill in between the same deleted labels are found.
  yield createStep(run, { phase: 'incremental', labels })
}

/** A text that is equal for equal lists of labels, whatever their order. */
function serializeLabels(labels: readonly ProviderLabel[]): string {
  return labels
    .map(({ id, name, kind, type, role, parentId, colour, isHidden }) =>
      JSON.stringify([id, name, kind, type, role, parentId, colour, isHidden]),
    )
    .sort()
    .join()
}

async function* removeDeletedLabels(
  run: GmailSyncContext,
  deleted: ReadonlySet<string>,
): AsyncGenerator<SyncStep> {
  if (deleted.size === 0) return
  for await (const stored of run.context.storedPlacements()) {
    const placements = stored.flatMap(({ providerMessageId, placement: { labels } }) => {
      const kept = labels.filter((id) => !deleted.has(id))
      return kept.length === labels.length
        ? []
        : [{ providerMessageId, placement: placementOf(kept) }]
    })
    if (placements.length > 0) yield createStep(run, { phase: 'incremental', placements })
  }
}
