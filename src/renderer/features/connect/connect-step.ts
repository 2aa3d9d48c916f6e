import type { OutputOf } from '#shared/contract/index.ts'
import type { Provider } from '#shared/contract/enums.ts'

export type ConnectStep = 'loading' | 'choose' | 'token-store' | 'client' | 'sign-in'

interface WizardState {
  /** What was chosen in the first step, or given when the wizard was opened. */
  chosen: { provider: Provider } | null
  tokenStore: OutputOf<'tokenStore.status'> | undefined
  credentials: OutputOf<'accounts.credentials'> | undefined
  /** The person asked to put in another client although there is one. */
  changingClient: boolean
}

/** The step the wizard stands at: the first thing that is still missing. */
export function connectStep({
  chosen,
  tokenStore,
  credentials,
  changingClient,
}: WizardState): ConnectStep {
  if (chosen === null) return 'choose'
  if (tokenStore === undefined || credentials === undefined) return 'loading'
  if (tokenStore.state !== 'ready') return 'token-store'
  const client = credentials.find(({ provider }) => provider === chosen.provider)
  const missing = client === undefined || client.source === 'none' || client.problem !== null
  return missing || changingClient ? 'client' : 'sign-in'
}
