import { mimeRenderer } from '#core/mime/write/mime-renderer.ts'
import type { OutgoingDraft, OutgoingFile, OutgoingMessage } from '#core/ports/outgoing.ts'

/** Finished MIME as the outbox hands it to a provider. */
export function draftOf(mime: Uint8Array, providerThreadId: string | null = null): OutgoingDraft {
  return { mime, providerThreadId, parts: () => mimeRenderer.partsOf(mime) }
}

/** A message as the outbox hands it to a provider. */
export async function renderedDraft(message: OutgoingMessage): Promise<OutgoingDraft> {
  return {
    mime: await mimeRenderer.render(message),
    providerThreadId: null,
    parts: async () => Promise.resolve(message),
  }
}

/** A file of an outgoing message with its content in memory. */
export function outgoingFile(
  name: string,
  contentType: string,
  content: Uint8Array,
  change: Partial<OutgoingFile> = {},
): OutgoingFile {
  async function* stream(): AsyncIterable<Uint8Array> {
    yield await Promise.resolve(content)
  }
  return {
    name,
    contentType,
    isInline: false,
    contentId: null,
    content: { sizeBytes: content.length, stream },
    ...change,
  }
}
