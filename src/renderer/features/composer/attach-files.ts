import { base64OfDataUrl, safeFilename, type ComposerAttachment } from './model/attachments.ts'
import { composerOf, useComposer } from './store.ts'

/** A file to attach: one the person chose, or one that has to be fetched first. */
export interface FileSource {
  name: string
  type: string
  /** Bytes. */
  size: number
  read: () => Promise<Blob>
}

/** A file of the person’s own. */
export function sourceOf(file: File): FileSource {
  return { name: file.name, type: file.type, size: file.size, read: async () => file }
}

/** Adds files to a message and reads them, with progress; one that cannot be read says so. */
export async function attachFiles(key: string, sources: readonly FileSource[]): Promise<void> {
  const added = sources.map((source) => ({ source, file: attachmentOf(source) }))
  const composer = composerOf(key)
  if (composer === null || added.length === 0) return
  useComposer.getState().patch(key, {
    attachments: [...composer.attachments, ...added.map(({ file }) => file)],
    notice: null,
  })
  await Promise.all(added.map(({ source, file }) => readInto(key, file.id, source)))
}

/** Takes a file out of a message. */
export function removeAttachment(key: string, id: string): void {
  const composer = composerOf(key)
  if (composer === null) return
  useComposer.getState().patch(key, {
    attachments: composer.attachments.filter((file) => file.id !== id),
    notice: composer.notice?.kind === 'doubts' ? composer.notice : null,
  })
}

function attachmentOf(source: FileSource): ComposerAttachment {
  return {
    id: crypto.randomUUID(),
    filename: safeFilename(source.name),
    contentType: source.type,
    size: source.size,
    state: 'reading',
    read: 0,
    contentBase64: '',
  }
}

async function readInto(key: string, id: string, source: FileSource): Promise<void> {
  const change = (values: Partial<ComposerAttachment>) => {
    const composer = composerOf(key)
    if (composer === null) return
    useComposer.getState().patch(key, {
      attachments: composer.attachments.map((file) =>
        file.id === id ? { ...file, ...values } : file,
      ),
    })
  }
  try {
    const blob = await source.read()
    const url = await dataUrlOf(blob, (read) => change({ read }))
    const contentBase64 = base64OfDataUrl(url)
    change({ state: 'ready', contentBase64, size: blob.size, read: blob.size })
  } catch {
    // The list shows the file as unreadable and sending is held back until it is removed.
    change({ state: 'failed' })
  }
}

/** A file as a `data:` URL. `onProgress` gets the bytes read so far. */
export function dataUrlOf(blob: Blob, onProgress?: (bytes: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onprogress = (event) => onProgress?.(event.loaded)
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '')
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read'))
    reader.readAsDataURL(blob)
  })
}
