import { OperationError } from '#shared/errors.ts'
import type { AccountRow } from '../../ports/accounts.ts'
import type { IncomingAttachment, MessageRow } from '../../ports/messages.ts'
import type { ServiceDependencies } from '../dependencies.ts'
import { withProviderErrors } from './provider-errors.ts'

type AttachmentDependencies = Pick<ServiceDependencies, 'store' | 'files' | 'providers' | 'clock'>

/**
 * An attachment's bytes: from this computer where it was fetched before, otherwise from the
 * provider, and kept.
 * @throws OperationError offline, account_not_connected, email_fetch_error
 */
export async function getAttachmentBytes(
  deps: AttachmentDependencies,
  account: AccountRow,
  message: MessageRow,
  part: IncomingAttachment,
): Promise<Uint8Array> {
  const hash = await deps.store.read.attachmentFiles.findHash(message.id, part.partId)
  const kept = hash === null ? null : await deps.files.read(hash)
  if (kept !== null) return kept
  const bytes = await withProviderErrors('email_fetch_error', async () => {
    const provider = await deps.providers.open(account)
    return provider.fetchAttachment(message.providerMessageId, part.partId)
  })
  const file = await deps.files.write([bytes], { canBeFetchedAgain: true })
  await deps.store.transaction(async (tx) => {
    await tx.files.save(file, deps.clock.now())
    await tx.attachmentFiles.save(message.id, part.partId, file.hash)
  })
  return bytes
}

/** @throws OperationError attachment_not_found */
export function getAttachmentPart(
  parts: IncomingAttachment[],
  attachmentId: string,
): IncomingAttachment {
  const part = parts.find((candidate) => candidate.partId === attachmentId)
  if (part === undefined) {
    throw new OperationError('attachment_not_found', 'This message has no such attachment.')
  }
  return part
}
