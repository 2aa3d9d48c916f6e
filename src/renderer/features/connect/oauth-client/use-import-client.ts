import { useTranslation } from 'react-i18next'
import { clientProblemSchema } from '#shared/contract/client-problem.ts'
import type { Provider } from '#shared/contract/enums.ts'
import type { CallError } from '../../../client/client.ts'
import { operationKey, queryClient, useCommand } from '../../../client/queries.ts'
import { errorText } from '../../../i18n/error-text.ts'

/** Gives the core a client, and waits until it is known that it can be used. */
export function useImportClient(provider: Provider, onImported: () => void) {
  const { t } = useTranslation()
  /** Outlook's JSON is checked in the window, before it is sent. */
  const clientProblemText = ({ message, detail }: CallError): string => {
    const reason = clientProblemSchema.safeParse(detail?.['reason'])
    if (provider !== 'gmail' || !reason.success) return message
    return t(`connect.googleClient.problem.${reason.data}`)
  }
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
          ? clientProblemText(error)
          : errorText(t, error),
  }
}
