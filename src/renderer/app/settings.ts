import type { OutputOf } from '#shared/contract/index.ts'
import type { Settings } from '#shared/contract/settings.ts'
import { operationKey, queryClient, useCommand, useOperation } from '../client/queries.ts'

/** What holds until the core has answered; the same as its own defaults. */
export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  language: 'system',
  density: 'comfortable',
  readingPane: 'right',
  markReadOnOpen: true,
  remoteImages: 'ask',
  trustedImageSenders: [],
}

const KEY = operationKey('settings.get', {})

/** The person’s settings. */
export function useSettings(): Settings {
  return useOperation('settings.get', {}).data ?? DEFAULT_SETTINGS
}

/** The settings outside React. */
export function currentSettings(): Settings {
  return queryClient.getQueryData<OutputOf<'settings.get'>>(KEY) ?? DEFAULT_SETTINGS
}

/** Changes settings on the screen at once; they go back when the core refuses. */
export function useUpdateSettings(onError?: (error: Error) => void) {
  return useCommand('settings.update', {
    optimistic: (change) => {
      const before = queryClient.getQueryData<Settings>(KEY)
      queryClient.setQueryData<Settings>(KEY, { ...currentSettings(), ...withoutUndefined(change) })
      return () => queryClient.setQueryData(KEY, before)
    },
    onSuccess: (settings) => queryClient.setQueryData(KEY, settings),
    ...(onError ? { onError } : {}),
  })
}

function withoutUndefined(change: object): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}
