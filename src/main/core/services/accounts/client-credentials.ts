import type { Provider } from '#shared/contract/enums.ts'
import type { HandlersOf } from '../../ports/handlers.ts'
import type { EventBus } from '../../ports/services.ts'

/** Where provider clients (OAuth applications) come from; auth/client-credentials.ts implements it. */
export interface ClientCredentials {
  status(): Promise<
    {
      provider: Provider
      source: 'environment' | 'imported' | 'none'
      clientId: string | null
      problem: string | null
    }[]
  >
  /** @throws OperationError app_credentials_invalid, token_store_unavailable */
  importGoogle(json: unknown): Promise<{ clientId: string }>
  importOutlook(json: unknown): Promise<{ clientId: string }>
}

export type CredentialHandlers = Pick<
  HandlersOf<'accounts'>,
  'accounts.credentials' | 'accounts.importCredentials'
>

export function credentialHandlers(
  credentials: ClientCredentials,
  events: EventBus,
): CredentialHandlers {
  return {
    'accounts.credentials': () => credentials.status(),
    'accounts.importCredentials': async (input, { userId }) => {
      const { clientId } =
        input.provider === 'gmail'
          ? await credentials.importGoogle(input.credentials)
          : await credentials.importOutlook(input.credentials)
      events.publish(userId, { type: 'settings.changed' })
      return { provider: input.provider, clientId }
    },
  }
}
