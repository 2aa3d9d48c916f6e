import { serveControl } from './control/control-api.ts'
import { createFaultScript } from './control/faults.ts'
import { startServices, type Simulator, type SimulatorOptions } from './start-services.ts'

export type {
  Accounts,
  CreateAccount,
  CreateMicrosoftAccount,
  Delivery,
  SeedMessage,
} from './control/accounts.ts'
export type { GoogleAccount, GmailServerMessage } from './control/google-account.ts'
export type { SimulatorClock } from './control/clock.ts'
export type { FaultAction, FaultMatch, FaultRule, Faults } from './control/faults.ts'
export type { Ledger, LedgerCall, LedgerSnapshot, Utilisation } from './control/request-ledger.ts'
export type { QuotaProfile } from './google/gmail/request/quota.ts'
export type { GeneratorOptions } from './mail/generator/mail-generator.ts'
export type { MessageSpec, Contact } from './mail/mime/write-message.ts'
export type { MicrosoftAccount, OutlookServerMessage } from './control/microsoft-account.ts'
export type { OutlookSeedMessage } from './microsoft/mail-store/seed-outlook-store.ts'

export type {
  GoogleCredentials,
  MicrosoftCredentials,
  Simulator,
  SimulatorOptions,
} from './start-services.ts'

/** Starts the simulator for tests and benchmarks: the services, faults and the control API. */
export function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  return startServices(options, { faults: createFaultScript(options.seed ?? 1), serveControl })
}
