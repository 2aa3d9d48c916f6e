import type { TFunction } from 'i18next'
import { download } from '../../../client/client.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { showToast } from '../../../ui/toast-store.ts'
import type { OpenedPlace } from '../opened-place.ts'

/** Saves a file of a message; where that fails, a toast says why. */
export async function saveAttachment(
  t: TFunction,
  { mailboxId, messageId }: OpenedPlace,
  { attachmentId, name }: { attachmentId: string; name: string },
): Promise<void> {
  try {
    await download('emails.attachment', {
      mailboxId,
      providerMessageId: messageId,
      attachmentId,
    })
  } catch (error) {
    const reason = errorText(t, error)
    showToast({ tone: 'error', text: t('reading.saveFailed', { name, reason }) })
  }
}
