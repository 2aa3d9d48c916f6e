import { MAX_MESSAGE_FILE_BYTES } from '#shared/domain/message-limits.ts'
import { OperationError } from '#shared/errors.ts'
import type { Upload } from '../ports/core.ts'
import { FileTooLargeError, type StoredFile } from '../ports/files.ts'
import type { HandlersOf } from '../ports/handlers.ts'
import type { DraftFile, ReadRepositories } from '../ports/store.ts'
import type { ServiceDependencies } from './dependencies.ts'
import { getDraft } from './get-draft.ts'
import { presentDraftFile } from './to-contract.ts'

/**
 * Adds files to drafts and takes them out. Content goes to the file store as it arrives; the row that
 * names it is written once it is whole, so an upload that breaks off leaves nothing.
 */
export function draftFileHandlers(
  deps: ServiceDependencies,
): Pick<HandlersOf<'drafts'>, 'drafts.addFile' | 'drafts.removeFile'> {
  const { store, events } = deps
  return {
    'drafts.addFile': async (input, { userId, upload }) => {
      const { mailboxId, providerDraftId } = input
      const draft = await getDraft(store.read, mailboxId, providerDraftId)
      const room = MAX_MESSAGE_FILE_BYTES - (await sizeOfFiles(store.read, draft.id))
      const stored = await storeUpload(deps, upload, room)
      const now = deps.clock.now()
      const file: DraftFile = {
        id: deps.ids(),
        draftId: draft.id,
        hash: stored.hash,
        name: input.filename,
        contentType: input.contentType,
        sizeBytes: stored.sizeBytes,
      }
      await store.transaction(async (tx) => {
        // It may have been deleted, and other files added, while this one arrived.
        const { version } = await getDraft(tx, mailboxId, draft.id)
        const size = (await sizeOfFiles(tx, draft.id)) + stored.sizeBytes
        if (size > MAX_MESSAGE_FILE_BYTES) throw tooLarge()
        const { id, hash, name, contentType } = file
        await tx.files.save(stored, now)
        await tx.drafts.addFiles(draft.id, [{ id, hash, name, contentType }])
        await tx.drafts.update(draft.id, { version: version + 1, updatedAt: now })
      })
      events.publish(userId, { type: 'drafts.changed', mailboxId })
      return presentDraftFile(file)
    },

    'drafts.removeFile': async ({ mailboxId, providerDraftId, fileId }, { userId }) => {
      await store.transaction(async (tx) => {
        const { id, version } = await getDraft(tx, mailboxId, providerDraftId)
        const files = await tx.drafts.listFiles([id])
        if (!files.some((file) => file.id === fileId)) {
          throw new OperationError('attachment_not_found', 'This file is no longer in the draft.')
        }
        await tx.drafts.deleteFile(fileId)
        await tx.drafts.update(id, { version: version + 1, updatedAt: deps.clock.now() })
      })
      events.publish(userId, { type: 'drafts.changed', mailboxId })
      return { status: 'deleted' }
    },
  }
}

async function storeUpload(
  { files }: Pick<ServiceDependencies, 'files'>,
  { content, signal }: Upload,
  maxBytes: number,
): Promise<StoredFile> {
  try {
    return await files.write(content, { maxBytes: Math.max(0, maxBytes), signal })
  } catch (error) {
    if (error instanceof FileTooLargeError) throw tooLarge()
    if (signal.aborted) {
      throw new OperationError('upload_interrupted', 'The file was not sent to its end.')
    }
    throw error
  }
}

async function sizeOfFiles(read: ReadRepositories, draftId: string): Promise<number> {
  const files = await read.drafts.listFiles([draftId])
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

function tooLarge(): OperationError {
  return new OperationError('file_too_large', 'Attachments may be 25 MB in all. Remove some.', {
    limit: MAX_MESSAGE_FILE_BYTES,
  })
}
