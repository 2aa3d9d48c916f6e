import i18next from 'i18next'
import { call, CallError, upload } from '../../../client/client.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { showToast } from '../../../ui/toast-store.ts'
import { keepDraft } from '../draft/draft-autosave.ts'
import { findComposer, useComposer, type DraftRef } from '../composer-store.ts'
import {
  getAttachmentTotals,
  safeFilename,
  MAX_ATTACHMENTS_BYTES,
  type ComposerAttachment,
} from './composer-attachment.ts'

/** A file to attach: one the person chose, or one that has to be fetched first. */
export interface FileSource {
  name: string
  type: string
  /** Bytes. */
  size: number
  read: () => Promise<Blob>
}

/** Files that are not in their draft yet, by the attachment's id. */
const sources = new Map<string, FileSource>()
const uploads = new Map<string, AbortController>()

/** A file of the person’s own. */
export function toFileSource(file: File): FileSource {
  return { name: file.name, type: file.type, size: file.size, read: async () => file }
}

/** Adds files to a message and uploads them, with progress; one that cannot be kept says so. */
export async function attachFiles(key: string, added: readonly FileSource[]): Promise<void> {
  const composer = findComposer(key)
  if (composer === null || added.length === 0) return
  const files = added.map((source) => {
    const file = toAttachment(source)
    sources.set(file.id, source)
    return file
  })
  useComposer.getState().patch(key, {
    attachments: [...composer.attachments, ...files],
    notice: null,
  })
  await uploadWaiting(key)
}

/** Takes a file out of a message and its draft. An upload under way ends. */
export function removeAttachment(key: string, id: string): void {
  const composer = findComposer(key)
  const file = composer?.attachments.find((one) => one.id === id)
  if (composer === null || file === undefined) return
  endUpload(id)
  useComposer.getState().patch(key, {
    attachments: composer.attachments.filter((one) => one.id !== id),
    notice: composer.notice?.kind === 'doubts' ? composer.notice : null,
  })
  if (file.fileId !== null && composer.draft !== null) {
    void removeFromDraft(key, composer.draft, file)
  }
  void uploadWaiting(key)
}

/** Ends the uploads of a composer that is closed or discarded. */
export function endUploads(attachments: readonly ComposerAttachment[]): void {
  for (const { id } of attachments) endUpload(id)
}

function endUpload(id: string): void {
  uploads.get(id)?.abort()
  uploads.delete(id)
  sources.delete(id)
}

function toAttachment(source: FileSource): ComposerAttachment {
  return {
    id: crypto.randomUUID(),
    filename: safeFilename(source.name),
    contentType: source.type === '' ? 'application/octet-stream' : source.type,
    size: source.size,
    state: 'no_room',
    bytesSent: 0,
    fileId: null,
  }
}

/** Begins the uploads for which there is room; a file that is too large waits for others to go. */
async function uploadWaiting(key: string): Promise<void> {
  const waiting = findComposer(key)?.attachments.filter(({ state }) => state === 'no_room') ?? []
  await Promise.all(
    waiting.map(async ({ id, size }) => {
      const all = findComposer(key)?.attachments.filter(({ state }) => state !== 'no_room') ?? []
      if (getAttachmentTotals(all).size + size > MAX_ATTACHMENTS_BYTES) return
      change(key, id, { state: 'uploading' })
      await uploadFile(key, id)
    }),
  )
}

async function uploadFile(key: string, id: string): Promise<void> {
  const source = sources.get(id)
  if (source === undefined) return
  const aborting = new AbortController()
  const { signal } = aborting
  uploads.set(id, aborting)
  try {
    const blob = await source.read()
    change(key, id, { size: blob.size })
    const { fileId, size } = await sendToDraft(key, id, blob, signal)
    change(key, id, { state: 'ready', fileId, size, bytesSent: size })
  } catch {
    // The list shows the file as failed and sending is held back until it is removed.
    if (!signal.aborted) change(key, id, { state: 'failed' })
  } finally {
    if (uploads.get(id) === aborting) uploads.delete(id)
    sources.delete(id)
  }
}

async function sendToDraft(key: string, id: string, blob: Blob, signal: AbortSignal) {
  const file = findComposer(key)?.attachments.find((one) => one.id === id)
  const filename = file?.filename ?? 'file'
  const contentType = file?.contentType ?? 'application/octet-stream'
  const send = ({ mailboxId, accountId, providerDraftId }: DraftRef) =>
    upload(
      'drafts.addFile',
      { mailboxId, accountId, providerDraftId, filename, contentType },
      blob,
      { signal, onProgress: (bytesSent) => change(key, id, { bytesSent }) },
    )
  const draft = await keepDraft(key)
  try {
    return await send(draft)
  } catch (error) {
    // The draft was moved to another mailbox meanwhile.
    const now = await keepDraft(key)
    const isMoved = now.draftId !== draft.draftId
    if (isMoved && error instanceof CallError && error.code === 'draft_not_found') return send(now)
    throw error
  }
}

async function removeFromDraft(key: string, draft: DraftRef, file: ComposerAttachment) {
  const { mailboxId, accountId, providerDraftId } = draft
  const fileId = file.fileId ?? ''
  try {
    await call('drafts.removeFile', { mailboxId, accountId, providerDraftId, fileId })
  } catch (error) {
    const gone =
      error instanceof CallError &&
      (error.code === 'draft_not_found' || error.code === 'attachment_not_found')
    if (gone) return
    showToast({ tone: 'error', text: errorText(i18next.t, error) })
    const composer = findComposer(key)
    if (composer === null) return
    useComposer.getState().patch(key, { attachments: [...composer.attachments, file] })
  }
}

function change(key: string, id: string, values: Partial<ComposerAttachment>): void {
  const composer = findComposer(key)
  if (composer === null) return
  useComposer.getState().patch(key, {
    attachments: composer.attachments.map((file) =>
      file.id === id ? { ...file, ...values } : file,
    ),
  })
}

/** A file as a `data:` URL, for a picture in the text. */
export function readAsDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '')
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read'))
    reader.readAsDataURL(blob)
  })
}
