import type { AccountRow } from '../../../src/main/core/ports/accounts.ts'
import type { GoogleEndpoints } from '#core/ports/services.ts'
import type { Store } from '#core/ports/store.ts'
import type { Simulator } from '#simulator/start-simulator.ts'
import {
  DEFAULT_SYNC_PREFERENCES,
  UNKNOWN_IDENTITY,
} from '../../../src/main/core/ports/accounts.ts'

export function googleEndpointsOf(
  simulator: Pick<Simulator, 'googleApiUrl' | 'googleOauthUrl'>,
): GoogleEndpoints {
  return {
    apiUrl: simulator.googleApiUrl,
    authorizeUrl: `${simulator.googleOauthUrl}/o/oauth2/v2/auth`,
    tokenUrl: `${simulator.googleOauthUrl}/token`,
    revokeUrl: `${simulator.googleOauthUrl}/revoke`,
  }
}

/** The one mailbox of such a world. */
export const MAILBOX_ID = 'mailbox'

export async function insertUser(store: Store): Promise<void> {
  await store.transaction(async ({ users, mailboxes }) => {
    await users.insert({ id: 'user', email: null, name: 'Person', createdAt: 0 })
    await mailboxes.insert({
      id: MAILBOX_ID,
      userId: 'user',
      displayName: 'Mail',
      colour: null,
      signatureHtml: '',
      defaultAccountId: null,
      position: 0,
      createdAt: 0,
    })
  })
}

export async function insertAccount(
  store: Store,
  id: string,
  email: string,
  provider: AccountRow['provider'] = 'gmail',
): Promise<void> {
  await store.transaction(({ accounts }) =>
    accounts.insert({
      id,
      mailboxId: MAILBOX_ID,
      userId: 'user',
      provider,
      displayLabel: email,
      emailAddress: email,
      status: 'connected',
      colour: '#336699',
      isDemo: false,
      ...UNKNOWN_IDENTITY,
      ...DEFAULT_SYNC_PREFERENCES,
      lastSyncedAt: null,
      lastError: null,
      createdAt: 0,
    }),
  )
}
