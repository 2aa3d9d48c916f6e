import type { Accounts, CreateAccount, CreateMicrosoftAccount } from '../control/accounts.ts'
import { CLIENT_RECURRING_MAIL } from './client/recurring-mail.ts'
import { CLIENT_CONVERSATIONS } from './client/conversations.ts'
import { createOutlookSeedMessages } from './outlook-seed-messages.ts'
import { CLIENT, HOME, WORK } from './people.ts'
import { FRIENDS_CONVERSATIONS } from './personal/friends.ts'
import { PERSONAL_RECURRING_MAIL } from './personal/recurring-mail.ts'
import { FAMILY_AND_HOME_CONVERSATIONS } from './personal/family-and-home.ts'
import { createSeedMessages } from './conversation.ts'
import { CLIENTS_ABROAD_CONVERSATIONS } from './work/clients-abroad.ts'
import { ENCLOSED_CONVERSATIONS } from './work/enclosed.ts'
import { LIBRARY_PROJECT_CONVERSATIONS } from './work/library-project.ts'
import { WORK_RECURRING_MAIL } from './work/recurring-mail.ts'
import { STUDIO_PROJECTS_CONVERSATIONS } from './work/studio-projects.ts'

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
      messages: createSeedMessages(WORK, now, [
        ...LIBRARY_PROJECT_CONVERSATIONS,
        ...ENCLOSED_CONVERSATIONS,
        ...CLIENTS_ABROAD_CONVERSATIONS,
        ...STUDIO_PROJECTS_CONVERSATIONS,
        ...WORK_RECURRING_MAIL,
      ]),
    },
    {
      email: HOME.email,
      displayName: HOME.name,
      labels: ['Family', 'Travel', 'Running'],
      messages: createSeedMessages(HOME, now, [
        ...FAMILY_AND_HOME_CONVERSATIONS,
        ...FRIENDS_CONVERSATIONS,
        ...PERSONAL_RECURRING_MAIL,
      ]),
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
    messages: createOutlookSeedMessages(CLIENT, now, [
      ...CLIENT_CONVERSATIONS,
      ...CLIENT_RECURRING_MAIL,
    ]),
  }
}
