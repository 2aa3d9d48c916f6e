import { ProviderError, type MailProvider } from '#core/ports/provider.ts'
import type { IncomingMessage } from '#core/ports/messages.ts'

/** A provider that has every header, and fails every third time it is asked. */
export function headersProvider(
  all: readonly { message: IncomingMessage }[],
): Pick<MailProvider, 'fetchHeaders'> {
  let asked = 0
  return {
    fetchHeaders(refs) {
      asked += 1
      if (asked % 3 === 0) return Promise.reject(new ProviderError('server', 'Not now.'))
      return Promise.resolve(
        refs.flatMap(({ providerMessageId }) => {
          const found = all.find(({ message }) => message.providerMessageId === providerMessageId)
          return found ? [{ providerMessageId, headers: found.message }] : []
        }),
      )
    },
  }
}
