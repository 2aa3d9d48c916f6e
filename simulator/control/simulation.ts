import type { Throttle } from '../microsoft/graph/throttle.ts'
import type { OutlookMailbox } from '../microsoft/mailbox/mailbox.ts'
import type { MicrosoftGrants } from '../microsoft/oauth/grants.ts'
import type { QuotaProfile, QuotaWindow } from '../google/gmail/quota.ts'
import type { Grants } from '../google/oauth/grants.ts'
import type { IdTokens } from '../google/oauth/id-token.ts'
import type { Mailbox } from '../mail/mailbox.ts'
import type { Random } from '../mail/random.ts'
import type { SimulatorClock } from './clock.ts'
import type { FaultScript } from './faults.ts'
import type { LedgerWriter } from './ledger.ts'

/** Everything the simulated services share. */
export interface Simulation {
  readonly clock: SimulatorClock
  readonly ledger: LedgerWriter
  readonly faults: FaultScript
  readonly quota: QuotaWindow
  readonly grants: Grants
  readonly idTokens: IdTokens
  /** By lower-cased address. */
  readonly mailboxes: Map<string, Mailbox>
  /** Microsoft accounts, by lower-cased address. */
  readonly outlook: Map<string, OutlookMailbox>
  readonly microsoftGrants: MicrosoftGrants
  readonly throttle: Throttle
  readonly random: Random
  /** Signs attachment ids, so that they resolve without a table and cannot be made up. */
  readonly secret: Buffer
  readonly settings: SimulationSettings
  consent(): 'page' | 'auto'
  /** Told of every change worth saving. */
  changed(): void
}

export interface SimulationSettings {
  quotaProfile: QuotaProfile
  enforceQuota: boolean
  /** Round trip in simulator milliseconds. */
  latencyMs: number
  /** Requests one person may have in flight. */
  maxConcurrent: number
  /** Gmail replaces the Message-ID of what it sends. */
  replaceMessageId: boolean
  /** Microsoft: work accounts need their administrator's approval to sign in. */
  adminApproval: boolean
  /** Microsoft: a refresh token stops working once it was replaced. Microsoft's own go on. */
  oldRefreshTokensFail: boolean
}
