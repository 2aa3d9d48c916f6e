import type { CreateAccount } from '../control/accounts.ts'
import { HOME, WORK } from './people.ts'
import { FRIENDS } from './personal-friends.ts'
import { PERSONAL_SERIES } from './personal-series.ts'
import { PERSONAL_THREADS } from './personal-threads.ts'
import { stage } from './script.ts'
import { CLIENTS } from './work-clients.ts'
import { LIBRARY } from './work-projects.ts'
import { WORK_SERIES } from './work-series.ts'
import { STUDIO } from './work-studio.ts'

/**
 * The demo's two accounts, an architect's work and private mail, dated back from `now`
 * (milliseconds since the epoch).
 */
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
