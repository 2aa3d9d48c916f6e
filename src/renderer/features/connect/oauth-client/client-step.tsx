import type { Provider } from '#shared/contract/enums.ts'
import { GoogleClientStep } from './google-client-step.tsx'
import { MicrosoftClientStep } from './microsoft-client-step.tsx'

export interface ClientStepProps {
  /** What is wrong with the client that is set up, or null. */
  problem: string | null
  onImported: () => void
  /** To the step before, or null where there is none. */
  onBack: (() => void) | null
}

/** Sets up the client that the provider wants before it lets anybody sign in. */
export function ClientStep({ provider, ...props }: ClientStepProps & { provider: Provider }) {
  switch (provider) {
    case 'gmail':
      return <GoogleClientStep {...props} />
    case 'outlook':
      return <MicrosoftClientStep {...props} />
  }
}
