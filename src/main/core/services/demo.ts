import type { HandlersOf } from '../ports/handlers.ts'
import { DEFAULT_SYNC_CHOICES, type AccountRow, type MailboxRow } from '../ports/accounts.ts'
import { OperationError } from '#shared/errors.ts'
import type { ConnectFlow } from './accounts/connect.ts'
import type { ServiceDependencies } from './dependencies.ts'

/** Who the simulated provider knows; starts it where it does not run yet. */
export type DemoPeople = () => Promise<{ email: string; displayName: string }[]>

const LABELS = [
  { label: 'Work (demo)', colour: '#3b6fd8' },
  { label: 'Personal (demo)', colour: '#0f8a6d' },
]

/**
 * Demo mail without a question: a mailbox whose accounts live at the built-in simulator, signed in
 * through the same loopback flow a real account takes. Asked twice, it answers the same mailbox.
 */
export function demoService(
  deps: ServiceDependencies,
  connect: ConnectFlow,
  people: DemoPeople,
): HandlersOf<'demo'> {
  return {
    'demo.start': async (_input, { userId }) => {
      const accounts = await ensureDemoMailbox(deps, userId, await people())
      for (const account of accounts) {
        if (account.status !== 'connected') await signInWithoutAsking(deps, connect, account)
      }
      deps.events.publish(userId, { type: 'mailboxes.changed' })
      return {
        mailboxId: accounts[0]?.mailboxId ?? '',
        accountIds: accounts.map((account) => account.id),
      }
    },
  }
}

async function ensureDemoMailbox(
  deps: ServiceDependencies,
  userId: string,
  people: Awaited<ReturnType<DemoPeople>>,
): Promise<AccountRow[]> {
  return deps.store.transaction(async (tx) => {
    const existing = (await tx.accounts.listByUser(userId)).filter((account) => account.isDemo)
    if (existing.length > 0) return existing
    const now = deps.clock.now()
    const mailboxes = await tx.mailboxes.list(userId)
    const mailbox: MailboxRow = {
      id: deps.ids(),
      userId,
      displayName: 'Demo',
      colour: null,
      signatureHtml: `<p>${people[0]?.displayName ?? ''}</p>`,
      defaultAccountId: null,
      position: mailboxes.length,
      createdAt: now,
    }
    await tx.mailboxes.insert(mailbox)
    const rows = people.map((person, index): AccountRow => ({
      id: deps.ids(),
      mailboxId: mailbox.id,
      userId,
      provider: 'gmail',
      displayLabel: LABELS[index]?.label ?? person.email,
      emailAddress: person.email,
      status: 'disconnected',
      colour: LABELS[index]?.colour ?? '#9b4dca',
      isDemo: true,
      ...DEFAULT_SYNC_CHOICES,
      lastSyncedAt: null,
      lastError: null,
      // Listed in this order.
      createdAt: now + index,
    }))
    for (const row of rows) await tx.accounts.insert(row)
    return rows
  })
}

/** Plays the person at the consent page: the simulator agrees at once when asked to. */
async function signInWithoutAsking(
  deps: ServiceDependencies,
  connect: ConnectFlow,
  account: AccountRow,
): Promise<void> {
  const { authorizationUrl } = await connect.begin(account, false)
  const url = new URL(authorizationUrl)
  url.searchParams.set('simulator_consent', 'auto')
  url.searchParams.set('login_hint', account.emailAddress ?? '')
  const answer = await fetch(url, { signal: AbortSignal.timeout(20_000) })
  await answer.arrayBuffer()
  await connect.settled(account.id)
  const after = await deps.store.read.accounts.get(account.id)
  if (after?.status !== 'connected') {
    throw new OperationError(
      'account_connect_auth_error',
      after?.lastError?.message ?? 'The demo account could not be signed in.',
    )
  }
}
