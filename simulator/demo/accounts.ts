import type { CreateAccount } from '../control/accounts.ts'

/** The demo's two accounts, their mail dated back from `now`. */
export function demoAccounts(_now: number): CreateAccount[] {
  return [
    { email: 'mara.lindqvist@brightworks.example', displayName: 'Mara Lindqvist', messages: 420 },
    { email: 'mara.lindqvist@mail.example', displayName: 'Mara Lindqvist', messages: 260 },
  ]
}
