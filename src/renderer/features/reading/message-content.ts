import i18next from 'i18next'
import type { EmailContent, EmailListItem } from '#shared/contract/emails.ts'
import type { InputOf } from '#shared/contract/index.ts'
import { call } from '../../client/client.ts'
import { operationKey, queryClient, readOperation } from '../../client/queries.ts'
import { errorText } from '../../i18n/error-text.ts'
import { showToast } from '../../ui/toast-store.ts'

/** The input that reads a message by our own id. */
export function contentInput(
  { id, mailboxId }: Pick<EmailListItem, 'id' | 'mailboxId'>,
  images: 'block' | 'show',
): InputOf<'emails.content'> {
  return { mailboxId, providerMessageId: id, images }
}

/** A message’s content into the cache; null, with a toast, when it cannot be had. */
export async function fetchContent(row: EmailListItem): Promise<EmailContent | null> {
  const input = contentInput(row, 'block')
  try {
    return await readOperation('emails.content', input)
  } catch (error) {
    showToast({ tone: 'error', text: errorText(i18next.t, error) })
    return null
  }
}

/** Reads a message ahead of its turn, so that the next key press finds it there. Failures wait. */
export function prefetchContent(row: EmailListItem, images: 'block' | 'show'): void {
  const input = contentInput(row, images)
  // Without a signal: where the message is opened meanwhile, both wait for this one call.
  const reading = queryClient.query({
    queryKey: operationKey('emails.content', input),
    queryFn: () => call('emails.content', input),
    staleTime: Infinity,
  })
  // Whoever opens the message reads it again and is told then.
  reading.catch(() => undefined)
}
