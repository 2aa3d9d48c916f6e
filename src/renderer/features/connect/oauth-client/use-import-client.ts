import { useTranslation } from 'react-i18next'
import type { Provider } from '#shared/contract/enums.ts'
import { operationKey, queryClient, useCommand } from '../../../client/queries.ts'
import { errorText } from '../../../i18n/error-text.ts'

/** Gives the core a client, and waits until it is known that it can be used. */
export function useImportClient(provider: Provider, onImported: () => void) {
  const { t } = useTranslation()
  const { mutate, isPending, error } = useCommand('accounts.importCredentials', {
    onSuccess: () => {
      const queryKey = operationKey('accounts.credentials', {})
      void queryClient.invalidateQueries({ queryKey }).then(onImported)
    },
  })
  return {
    importClient: (credentials: string | Record<string, unknown>) =>
      mutate({ provider, credentials }),
    isPending,
    /** In words, or null. */
    problem:
      error === null
        ? null
        : error.code === 'app_credentials_invalid'
          ? error.message
          : errorText(t, error),
  }
}
