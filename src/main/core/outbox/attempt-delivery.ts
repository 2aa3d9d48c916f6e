import type { Clock } from '../ports/clock.ts'
import { ProviderError, type ProviderErrorKind } from '../ports/provider.ts'
import type { EventBus, Logger, ProviderDirectory } from '../ports/services.ts'
import type { FileStore } from '../ports/files.ts'
import type { MimeRenderer } from '../ports/outgoing.ts'
import type { OutboxChange, OutboxRow, Store } from '../ports/store.ts'
import { deliver, probe, failureIfNotConnected, type Delivery } from './deliver-or-probe.ts'
import { renderDraft } from './render-draft.ts'
import { LEASE_MS, probeDelay, retryDelay } from './retry-schedule.ts'

export interface OutboxDependencies {
  store: Store
  files: FileStore
  mime: MimeRenderer
  providers: ProviderDirectory
  events: EventBus
  clock: Clock
  logger: Logger
  random: () => number
  /** After a message left: its copy is at the provider and should show here. */
  onSent: (accountId: string) => void
}

/**
 * One attempt at one row: claims it with a fencing token, sends it or probes an earlier attempt,
 * and stores what came of it. A row claimed by somebody else is left alone.
 */
export async function attemptDelivery(deps: OutboxDependencies, id: string): Promise<void> {
  const row = await deps.store.read.outbox.get(id)
  if (row !== null && isDue(row, deps.clock.now())) await attemptRow(deps, row)
}

/** The person may have cancelled or put off a message since it was listed as due. */
function isDue({ state, notBefore }: OutboxRow, now: number): boolean {
  return notBefore <= now && (state === 'scheduled' || state === 'waiting' || state === 'sending')
}

/** The same for a row as it was read; one that changed since is left alone. */
export async function attemptRow(deps: OutboxDependencies, row: OutboxRow): Promise<void> {
  const inDoubt = row.state === 'sending'
  const account = await deps.store.read.accounts.get(row.accountId)
  const unusable = inDoubt ? null : failureIfNotConnected(account)
  const date = row.date ?? deps.clock.now()
  // An attempt in doubt has a draft at the provider, or sent nothing: it creates none.
  const rendered =
    inDoubt || unusable !== null || row.providerDraftId !== null
      ? null
      : await renderDraft(deps, { ...row, date })
  const token = row.fencingToken + 1
  const save = (change: OutboxChange): Promise<boolean> =>
    deps.store.transaction((tx) => tx.outbox.update(row.id, token, change))
  const claimed = await deps.store.transaction((tx) =>
    tx.outbox.update(row.id, row.fencingToken, {
      state: 'sending',
      fencingToken: token,
      attempts: row.attempts + (inDoubt ? 0 : 1),
      probes: inDoubt ? row.probes + 1 : 0,
      notBefore: deps.clock.now() + LEASE_MS,
      // From here on no attempt may send anything but these bytes.
      ...(rendered?.kind === 'rendered' ? { date, mimeHash: rendered.mimeHash } : {}),
    }),
  )
  if (!claimed) return
  publishState(deps, row, 'sending')
  const delivery =
    unusable ?? (rendered?.kind === 'failed' ? rendered.delivery : await tryProvider())
  if (delivery !== null) await saveDelivery(deps, row, delivery, save)

  async function tryProvider(): Promise<Delivery | null> {
    if (account === null) return null
    try {
      const provider = await deps.providers.open(account)
      const outcome = inDoubt
        ? await probe(provider, row, row.probes > 0)
        : await deliver(provider, row, rendered?.kind === 'rendered' ? rendered.draft : null, save)
      if (outcome?.kind === 'failed' && outcome.discardDraft)
        await deleteRejectedDraft(deps, account, row.id)
      return outcome
    } catch (error) {
      if (!(error instanceof ProviderError)) {
        deps.logger.error({ err: error, outboxId: row.id }, 'sending failed unexpectedly')
      }
      // Whatever broke, the row must never be left in a state that could send it twice.
      return inDoubt
        ? { kind: 'settle' }
        : deliveryAfterError(await deps.store.read.outbox.get(row.id))
    }
  }
}

/** With a stored draft the send may have happened; without one it cannot have. */
function deliveryAfterError(row: OutboxRow | null): Delivery {
  return row?.providerDraftId === null
    ? { kind: 'later', failure: { kind: 'server', message: '', retryAfterMs: null } }
    : { kind: 'settle' }
}

async function saveDelivery(
  deps: OutboxDependencies,
  row: OutboxRow,
  delivery: Delivery,
  save: (change: OutboxChange) => Promise<boolean>,
): Promise<void> {
  const now = deps.clock.now()
  switch (delivery.kind) {
    case 'sent':
      await saveAndPublish('sent', {
        providerMessageId: delivery.providerMessageId,
        sentAt: now,
        notBefore: now,
        lastError: null,
      })
      // It left, whoever holds the row by now.
      deps.onSent(row.accountId)
      return
    case 'later': {
      const wait = delivery.failure.retryAfterMs ?? retryDelay(row.attempts, deps.random)
      const message = delivery.failure.message
      await saveAndPublish('waiting', {
        notBefore: now + wait,
        probes: 0,
        lastError:
          message === '' ? null : { code: errorCodeOf(delivery.failure.kind), message, at: now },
      })
      return
    }
    case 'settle': {
      const wait = probeDelay(row.state === 'sending' ? row.probes + 1 : 0)
      if (wait === null) {
        await saveAndPublish('unknown', { notBefore: now, lastError: unknownOutcomeError(now) })
      } else {
        await save({ state: 'sending', notBefore: now + wait })
      }
      return
    }
    case 'failed':
      await saveAndPublish('failed', {
        notBefore: now,
        lastError: { ...delivery.error, at: now },
        ...(delivery.discardDraft ? { providerDraftId: null } : {}),
      })
  }

  /** Another holder of the row has its own result: then nothing is stored or announced. */
  async function saveAndPublish(state: OutboxRow['state'], change: OutboxChange): Promise<void> {
    if (await save({ ...change, state })) publishState(deps, row, state)
  }
}

/** A refused draft would lie in the person's Drafts for ever; best effort, it harms nobody. */
async function deleteRejectedDraft(
  deps: OutboxDependencies,
  account: Parameters<ProviderDirectory['open']>[0],
  id: string,
): Promise<void> {
  const draftId = (await deps.store.read.outbox.get(id))?.providerDraftId
  if (draftId === null || draftId === undefined) return
  try {
    const provider = await deps.providers.open(account)
    await provider.deleteDraft(draftId)
  } catch (error) {
    deps.logger.warn({ err: error, outboxId: id }, 'a refused draft stays at the provider')
  }
}

function publishState(deps: OutboxDependencies, row: OutboxRow, state: OutboxRow['state']): void {
  deps.events.publish(row.userId, {
    type: 'outbox.changed',
    outboxId: row.id,
    accountId: row.accountId,
    state,
  })
}

function errorCodeOf(kind: ProviderErrorKind): string {
  if (kind === 'offline') return 'offline'
  return kind === 'throttled' ? 'rate_limited' : 'email_send_error'
}

function unknownOutcomeError(now: number): OutboxRow['lastError'] {
  return {
    code: 'email_send_error',
    message:
      'The provider never said whether this message left: no sent copy was found and its draft is gone.',
    at: now,
  }
}
