import {
  DEFAULT_SETTINGS,
  type Settings,
  type TokenStoreStatus,
} from '#shared/contract/settings.ts'
import type { HandlersOf } from '../ports/handlers.ts'
import type { EventBus } from '../ports/services.ts'
import type { Store } from '../ports/store.ts'

/** The token vault as its owner sees it; auth/token-vault implements it. */
export interface TokenStoreControl {
  status(): Promise<TokenStoreStatus>
  choose(choice: {
    protection: 'passphrase' | 'key-file'
    passphrase?: string | undefined
  }): Promise<TokenStoreStatus>
}

export function settingsService(
  store: Store,
  events: EventBus,
  tokenStore: TokenStoreControl,
): HandlersOf<'settings'> & HandlersOf<'tokenStore'> {
  return {
    'settings.get': async (_input, { userId }) => ({
      ...DEFAULT_SETTINGS,
      ...(await store.read.settings.get(userId)),
    }),

    'settings.update': async (change, { userId }) => {
      const given: Partial<Settings> = Object.fromEntries(
        Object.entries(change).filter(([, value]) => value !== undefined),
      )
      const saved = await store.transaction(async (tx) => {
        const merged = { ...(await tx.settings.get(userId)), ...given }
        await tx.settings.save(userId, merged)
        return merged
      })
      events.publish(userId, { type: 'settings.changed' })
      return { ...DEFAULT_SETTINGS, ...saved }
    },

    'tokenStore.status': () => tokenStore.status(),

    'tokenStore.choose': async (choice, { userId }) => {
      const status = await tokenStore.choose(choice)
      events.publish(userId, { type: 'settings.changed' })
      return status
    },
  }
}
