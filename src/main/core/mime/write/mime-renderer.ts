import type { MimeRenderer } from '../../ports/outgoing.ts'

/** Writes MIME with libraries that are loaded with the first message, not at every start. */
export const mimeRenderer: MimeRenderer = {
  async render(message) {
    const { writeMessage } = await import('./write-message.ts')
    return writeMessage(message)
  },
  async partsOf(mime) {
    const { partsOfStoredMime } = await import('./parts-of-stored-mime.ts')
    return partsOfStoredMime(mime)
  },
}
