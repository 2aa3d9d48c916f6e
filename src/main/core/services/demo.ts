import { nthAccountColour } from '#shared/domain/account-colours.ts'
import type { HandlersOf } from '../ports/handlers.ts'
import {
  DEFAULT_SYNC_PREFERENCES,
  UNKNOWN_IDENTITY,
  type AccountRow,
  type MailboxRow,
} from '../ports/accounts.ts'
import type { Repositories } from '../ports/store.ts'
import type { Provider } from '#shared/contract/enums.ts'
import { OperationError } from '#shared/errors.ts'
import type { ConnectFlow } from './accounts/connect-flow.ts'
import type { ServiceDependencies } from './dependencies.ts'

export interface DemoAccount {
  email: string
  displayName: string
  provider: Provider
  /** Whether the account was ever signed in: one that was and is not here any more was deleted. */
  hasSignedIn: boolean
}

/** Who the simulated providers know; starts them where they do not run yet. */
export type ListDemoAccounts = () => Promise<DemoAccount[]>

const LABELS = [
  { label: 'Work (demo)', colour: nthAccountColour(0) },
  { label: 'Personal (demo)', colour: nthAccountColour(2) },
  { label: 'Client (demo)', colour: nthAccountColour(1) },
]

/**
 * Demo mail without a question: a mailbox whose accounts live at the built-in simulator, signed in
 * through the same loopback flow a real account takes. Asked twice, it answers the same mailbox, with
 * the accounts that a later version brought; one the person deleted stays deleted.
 */
export function demoService(
  deps: ServiceDependencies,
  connect: ConnectFlow,
  people: ListDemoAccounts,
): HandlersOf<'demo'> {
  /** Addresses that were given an account since the providers were started. */
  const joined = new Set<string>()
  return {
    'demo.start': async (_input, { userId }) => {
      const everybody = (await people()).map((person) => ({
        ...person,
        hasSignedIn: person.hasSignedIn || joined.has(person.email),
      }))
      const accounts = await ensureDemoMailbox(deps, userId, everybody)
      for (const { email } of everybody) joined.add(email)
      for (const account of accounts) {
        if (account.status !== 'connected') await signInAutomatically(deps, connect, account)
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
  people: readonly DemoAccount[],
): Promise<AccountRow[]> {
  return deps.store.transaction(async (tx) => {
    const existing = (await tx.accounts.listByUser(userId)).filter((account) => account.isDemo)
    const mailboxId = existing[0]?.mailboxId ?? (await createDemoMailbox(deps, tx, userId, people))
    const now = deps.clock.now()
    const rows: AccountRow[] = []
    for (const [index, person] of people.entries()) {
      const isHere = existing.some(({ emailAddress }) => emailAddress === person.email)
      const wasDeleted = existing.length > 0 && person.hasSignedIn
      if (isHere || wasDeleted) continue
      rows.push({
        id: deps.ids(),
        mailboxId,
        userId,
        provider: person.provider,
        displayLabel: LABELS[index]?.label ?? person.email,
        emailAddress: person.email,
        status: 'disconnected',
        colour: LABELS[index]?.colour ?? nthAccountColour(index),
        isDemo: true,
        ...UNKNOWN_IDENTITY,
        ...DEFAULT_SYNC_PREFERENCES,
        lastSyncedAt: null,
        lastError: null,
        // Listed in this order.
        createdAt: now + index,
      })
    }
    for (const row of rows) await tx.accounts.insert(row)
    return [...existing, ...rows]
  })
}

async function createDemoMailbox(
  deps: ServiceDependencies,
  tx: Repositories,
  userId: string,
  people: readonly DemoAccount[],
): Promise<string> {
  const mailbox: MailboxRow = {
    id: deps.ids(),
    userId,
    displayName: 'Demo',
    colour: null,
    signatureHtml: `<p>${people[0]?.displayName ?? ''}</p>`,
    defaultAccountId: null,
    position: (await tx.mailboxes.list(userId)).length,
    createdAt: deps.clock.now(),
  }
  await tx.mailboxes.insert(mailbox)
  return mailbox.id
}

/** Plays the person at the consent page: the simulator agrees at once when asked to. */
async function signInAutomatically(
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
  await connect.finished(account.id)
  const after = await deps.store.read.accounts.get(account.id)
  if (after?.status !== 'connected') {
    throw new OperationError(
      'account_connect_auth_error',
      after?.lastError?.message ?? 'The demo account could not be signed in.',
    )
  }
}
