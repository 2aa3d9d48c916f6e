import { nthAccountColour } from '#shared/domain/account-colours.ts'
import {
  DEFAULT_SYNC_PREFERENCES,
  UNKNOWN_IDENTITY,
  type AccountRow,
} from '../../ports/accounts.ts'
import type { HandlersOf } from '../../ports/handlers.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { toIsoTime, presentAccount } from '../to-contract.ts'
import type { ConnectFlow } from './connect-flow.ts'
import type { CredentialHandlers } from './client-credentials.ts'
import { disconnectAccount } from './disconnect-account.ts'
import { presentAccountWithProgress } from './present-account-with-progress.ts'
import { changedPreferences, setPaused } from './sync-preferences.ts'

export function accountService(
  deps: ServiceDependencies,
  connect: ConnectFlow,
  credentials: CredentialHandlers,
): HandlersOf<'accounts'> {
  const { store, events } = deps
  return {
    ...credentials,

    'accounts.create': async (input, { userId }) => {
      const row = await store.transaction(async (tx) => {
        const all = await tx.accounts.listByUser(userId)
        const id = deps.ids()
        const created: AccountRow = {
          id,
          mailboxId: input.mailboxId,
          userId,
          provider: input.provider,
          displayLabel: input.displayLabel ?? `${input.provider}:${id}`,
          emailAddress: null,
          status: 'disconnected',
          colour: input.colour ?? nthAccountColour(all.length),
          isDemo: false,
          ...UNKNOWN_IDENTITY,
          ...DEFAULT_SYNC_PREFERENCES,
          lastSyncedAt: null,
          lastError: null,
          createdAt: deps.clock.now(),
        }
        await tx.accounts.insert(created)
        return created
      })
      events.publish(userId, { type: 'mailboxes.changed' })
      return presentAccount(row, { unread: 0, lastSyncedAt: null, aliases: [] })
    },

    'accounts.list': async ({ mailboxId }) => {
      const rows = await store.read.accounts.listByMailbox(mailboxId)
      return Promise.all(rows.map((row) => presentAccountWithProgress(deps, row)))
    },

    'accounts.get': (_input, { account }) => presentAccountWithProgress(deps, account),

    'accounts.update': async ({ accountId, ...change }, { userId, account }) => {
      const { displayLabel, colour, name } = change
      const changed = {
        ...(displayLabel === undefined ? {} : { displayLabel }),
        ...(colour === undefined ? {} : { colour }),
        ...(name === undefined ? {} : { personName: name, isNameEdited: name !== '' }),
      }
      // Compared with what is stored now: a call just before this one may have changed it.
      const choices = await store.transaction(async (tx) => {
        const current = (await tx.accounts.get(accountId)) ?? account
        const changes = changedPreferences(current, change, deps.clock.now())
        await tx.accounts.update(accountId, { ...changed, ...changes })
        return changes
      })
      // An emptied name is the provider's again, as soon as it answers.
      if (name === '') deps.identities.refreshSoon(accountId)
      if (Object.keys(choices).length > 0) deps.sync.syncSettingsChanged(accountId)
      events.publish(userId, { type: 'mailboxes.changed' })
      return presentAccountWithProgress(deps, { ...account, ...changed, ...choices })
    },

    'accounts.pause': (_input, { account }) => setPaused(deps, account, true),

    'accounts.resume': (_input, { account }) => setPaused(deps, account, false),

    'accounts.delete': async ({ mailboxId, accountId }, { userId, account }) => {
      await connect.cancel(account)
      const grantRevoked = await disconnectAccount(deps, account)
      await store.transaction(async (tx) => {
        const mailbox = await tx.mailboxes.get(mailboxId)
        if (mailbox?.defaultAccountId === accountId) {
          await tx.mailboxes.update(mailboxId, { defaultAccountId: null })
        }
        await tx.accounts.delete(accountId)
      })
      events.publish(userId, { type: 'mailboxes.changed' })
      return { status: 'deleted', grantRevoked }
    },

    'accounts.connect': async (_input, { account }) => {
      const { authorizationUrl, expiresAt } = await connect.begin(account)
      return { authorizationUrl, expiresAt: toIsoTime(expiresAt) }
    },

    'accounts.cancelConnect': async ({ accountId }, { account }) => {
      await connect.cancel(account)
      const after = await store.read.accounts.get(accountId)
      return presentAccountWithProgress(deps, after ?? account)
    },
  }
}
