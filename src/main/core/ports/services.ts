import type { CoreEvent } from '#shared/events.ts'
import type { AccountRow } from './accounts.ts'
import type { MailProvider } from './provider.ts'

/** Where structured log lines go. Never pass a secret; known secret keys are redacted as well. */
export interface Logger {
  debug(fields: Record<string, unknown>, message: string): void
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

/** Publishes events to every host. `userId` decides who receives them. */
export interface EventBus {
  publish(userId: string, event: CoreEvent): void
  subscribe(listener: (userId: string, event: CoreEvent) => void): () => void
}

/** Where secrets live: OS keychain, or an encrypted file or table. */
export interface TokenVault {
  get(name: string): Promise<string | null>
  set(name: string, secret: string): Promise<void>
  delete(name: string): Promise<void>
}

/** Opens a URL in the person's own browser: the desktop does, a server does not. */
export interface BrowserOpener {
  open(url: string): Promise<void>
}

/** Gives the provider adapter bound to one connected account. */
export interface ProviderDirectory {
  /** Throws `account_not_connected` where there is no usable grant. */
  open(account: AccountRow): Promise<MailProvider>
  /** Forgets cached sessions, after a disconnect or a reconnect. */
  close(accountId: string): void
}

/** Makes ids: random, unguessable, the same length. */
export type IdSource = () => string

/** Where an account's Google services answer: production, a loopback override, or the demo. */
export interface GoogleEndpoints {
  /** Root of the Gmail API, no trailing slash. */
  apiUrl: string
  authorizeUrl: string
  tokenUrl: string
  revokeUrl: string
}

/** Where an account's Microsoft services answer: production, or a loopback override. */
export interface MicrosoftEndpoints {
  /** Root of Microsoft Graph without its version, no trailing slash. */
  graphUrl: string
  /** Root of the identity platform, no trailing slash; tenants are folders of it. */
  loginUrl: string
}

/** Access tokens of one account; one refresh serves all callers that wait for it. */
export interface AccessTokenSource {
  /** Throws ProviderError `auth` when the grant is gone, `offline` when Google can't be reached. */
  getAccessToken(): Promise<string>
  /** The provider refused this token: the next call returns another. */
  invalidate(accessToken: string): void
}
