import { dataUrlToBase64, safeFilename, type ComposerAttachment } from './composer-attachment.ts'
import { findComposer, useComposer } from '../composer-store.ts'

/** A file to attach: one the person chose, or one that has to be fetched first. */
export interface FileSource {
  name: string
  type: string
  /** Bytes. */
  size: number
  read: () => Promise<Blob>
}

/** A file of the person’s own. */
export function toFileSource(file: File): FileSource {
  return { name: file.name, type: file.type, size: file.size, read: async () => file }
}

/** Adds files to a message and reads them, with progress; one that cannot be read says so. */
export async function attachFiles(key: string, sources: readonly FileSource[]): Promise<void> {
  const added = sources.map((source) => ({ source, file: toAttachment(source) }))
  const composer = findComposer(key)
  if (composer === null || added.length === 0) return
  useComposer.getState().patch(key, {
    attachments: [...composer.attachments, ...added.map(({ file }) => file)],
    notice: null,
  })
  await Promise.all(added.map(({ source, file }) => readFile(key, file.id, source)))
}

/** Takes a file out of a message. */
export function removeAttachment(key: string, id: string): void {
  const composer = findComposer(key)
  if (composer === null) return
  useComposer.getState().patch(key, {
    attachments: composer.attachments.filter((file) => file.id !== id),
    notice: composer.notice?.kind === 'doubts' ? composer.notice : null,
  })
}

function toAttachment(source: FileSource): ComposerAttachment {
  return {
    id: crypto.randomUUID(),
    filename: safeFilename(source.name),
    contentType: source.type,
    size: source.size,
    state: 'reading',
    bytesRead: 0,
    contentBase64: '',
  }
}

async function readFile(key: string, id: string, source: FileSource): Promise<void> {
  const change = (values: Partial<ComposerAttachment>) => {
    const composer = findComposer(key)
    if (composer === null) return
    useComposer.getState().patch(key, {
      attachments: composer.attachments.map((file) =>
        file.id === id ? { ...file, ...values } : file,
      ),
    })
  }
  try {
    const blob = await source.read()
    const url = await readAsDataUrl(blob, (read) => change({ bytesRead: read }))
    const contentBase64 = dataUrlToBase64(url)
    change({ state: 'ready', contentBase64, size: blob.size, bytesRead: blob.size })
  } catch {
    // The list shows the file as unreadable and sending is held back until it is removed.
    change({ state: 'failed' })
  }
}

/** A file as a `data:` URL. `onProgress` gets the bytes read so far. */
export function readAsDataUrl(blob: Blob, onProgress?: (bytes: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onprogress = (event) => onProgress?.(event.loaded)
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '')
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read'))
    reader.readAsDataURL(blob)
  })
}
