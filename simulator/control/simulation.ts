import type { Throttle } from '../microsoft/graph/request/throttle.ts'
import type { OutlookStore } from '../microsoft/mail-store/outlook-store.ts'
import type { MicrosoftGrants } from '../microsoft/oauth/grants.ts'
import type { QuotaProfile, QuotaWindow } from '../google/gmail/request/quota.ts'
import type { GoogleGrants } from '../google/oauth/grants.ts'
import type { IdTokenSigner } from '../google/oauth/id-token.ts'
import type { GmailStore } from '../google/mail-store/gmail-store.ts'
import type { Random } from './seeded-random.ts'
import type { SimulatorClock } from './clock.ts'
import type { FaultScript } from './faults.ts'
import type { LedgerWriter } from './request-ledger.ts'

/** Everything the simulated services share. */
export interface Simulation {
  readonly clock: SimulatorClock
  readonly ledger: LedgerWriter
  readonly faults: FaultScript
  readonly gmailQuota: QuotaWindow
  readonly googleGrants: GoogleGrants
  readonly idTokens: IdTokenSigner
  /** By lower-cased address. */
  readonly gmailStores: Map<string, GmailStore>
  /** Microsoft accounts, by lower-cased address. */
  readonly outlookStores: Map<string, OutlookStore>
  readonly microsoftGrants: MicrosoftGrants
  readonly graphThrottle: Throttle
  readonly random: Random
  /** Signs attachment ids, so that they resolve without a table and cannot be made up. */
  readonly secret: Buffer
  readonly settings: SimulationSettings
  consent(): 'page' | 'auto'
  /** Told of every change worth saving. */
  onChange(): void
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
