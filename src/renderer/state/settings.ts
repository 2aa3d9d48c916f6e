import type { OutputOf } from '#shared/contract/index.ts'
import { DEFAULT_SETTINGS, type Settings } from '#shared/contract/settings.ts'
import { operationKey, queryClient, useCommand, useOperation } from '../client/queries.ts'

const SETTINGS_KEY = operationKey('settings.get', {})

/** The person’s settings. */
export function useSettings(): Settings {
  return useOperation('settings.get', {}).data ?? DEFAULT_SETTINGS
}

/** The settings outside React. */
export function getSettings(): Settings {
  return queryClient.getQueryData<OutputOf<'settings.get'>>(SETTINGS_KEY) ?? DEFAULT_SETTINGS
}

/** Changes settings on the screen at once; they go back when the core refuses. */
export function useUpdateSettings(onError?: (error: Error) => void) {
  return useCommand('settings.update', {
    optimistic: (change) => {
      const before = queryClient.getQueryData<Settings>(SETTINGS_KEY)
      queryClient.setQueryData<Settings>(SETTINGS_KEY, {
        ...getSettings(),
        ...withoutUndefined(change),
      })
      return () => queryClient.setQueryData(SETTINGS_KEY, before)
    },
    onSuccess: (settings) => queryClient.setQueryData(SETTINGS_KEY, settings),
    ...(onError ? { onError } : {}),
  })
}

function withoutUndefined(change: object): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}
