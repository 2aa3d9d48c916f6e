import type { Accounts, CreateAccount, CreateMicrosoftAccount } from '../control/accounts.ts'
import { CLIENT_SERIES } from './client-series.ts'
import { CLIENT_THREADS } from './client-threads.ts'
import { stageInFolders } from './outlook-script.ts'
import { CLIENT, HOME, WORK } from './people.ts'
import { FRIENDS } from './personal-friends.ts'
import { PERSONAL_SERIES } from './personal-series.ts'
import { PERSONAL_THREADS } from './personal-threads.ts'
import { stage } from './script.ts'
import { CLIENTS } from './work-clients.ts'
import { LIBRARY } from './work-projects.ts'
import { WORK_SERIES } from './work-series.ts'
import { STUDIO } from './work-studio.ts'

/**
 * Gives the simulator the demo's three people's mailboxes: those it does not have yet. What was done
 * in one that is there stays.
 *
 * @param now milliseconds since the epoch; the mail is dated back from it
 */
export function addDemoAccounts(accounts: Accounts, now: number): void {
  const there = new Set(
    [...accounts.list(), ...accounts.listMicrosoft()].map(({ email }) => email.toLowerCase()),
  )
  for (const account of demoAccounts(now)) if (!there.has(account.email)) accounts.create(account)
  if (!there.has(CLIENT.email)) accounts.createMicrosoft(demoMicrosoftAccount(now))
}

/** An architect's work and private mail, at Google. */
export function demoAccounts(now: number): CreateAccount[] {
  return [
    {
      email: WORK.email,
      displayName: WORK.name,
      labels: ['Kestrel Library', 'Casa del Agua', 'Whitfield House', 'Invoices', 'Timber list'],
      messages: stage(WORK, now, [...LIBRARY, ...CLIENTS, ...STUDIO, ...WORK_SERIES]),
    },
    {
      email: HOME.email,
      displayName: HOME.name,
      labels: ['Family', 'Travel', 'Running'],
      messages: stage(HOME, now, [...PERSONAL_THREADS, ...FRIENDS, ...PERSONAL_SERIES]),
    },
  ]
}

/** Her mailbox at a client's Microsoft 365. */
export function demoMicrosoftAccount(now: number): CreateMicrosoftAccount {
  return {
    email: CLIENT.email,
    displayName: CLIENT.name,
    kind: 'work',
    folders: ['Projects', 'Projects/Kestrel Library', 'Projects/Town Hall', 'Invoices'],
    messages: stageInFolders(CLIENT, now, [...CLIENT_THREADS, ...CLIENT_SERIES]),
  }
}
