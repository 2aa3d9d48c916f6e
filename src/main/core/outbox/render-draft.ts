import { createHash } from 'node:crypto'
import { OperationError } from '#shared/errors.ts'
import type { FileStore } from '../ports/files.ts'
import type { MimeRenderer, OutgoingDraft, OutgoingMessage } from '../ports/outgoing.ts'
import type { Logger } from '../ports/services.ts'
import type { OutboxFile, OutboxRow, Store } from '../ports/store.ts'
import type { Delivery } from './deliver-or-probe.ts'

export interface RenderDependencies {
  store: Store
  files: FileStore
  mime: MimeRenderer
  logger: Logger
}

/** What a row looks like as MIME, or why it cannot be sent. */
export type RenderedDraft =
  | { kind: 'rendered'; draft: OutgoingDraft; mimeHash: string }
  | { kind: 'failed'; delivery: Delivery }

/** A disk may recover, and a lost file come back from a backup; after this many attempts it is said. */
const PATIENT_ATTEMPTS = 12

/**
 * Renders a message for its attempt. The first attempt's hash is stored; a later one that would send
 * other bytes (a changed program, a damaged row) fails instead, and the person decides. Throws what
 * the database throws: then there was no attempt.
 */
export async function renderDraft(
  deps: RenderDependencies,
  row: OutboxRow & { date: number },
): Promise<RenderedDraft> {
  const files = await deps.store.read.outbox.listFiles(row.id)
  try {
    const message = row.mime === null ? await loadMessage(deps.files, row, files) : null
    const mime = message === null ? (row.mime ?? new Uint8Array()) : await deps.mime.render(message)
    const mimeHash = createHash('sha256').update(mime).digest('hex')
    if (row.mimeHash !== null && row.mimeHash !== mimeHash) {
      return failed(
        'This message would no longer leave as it was prepared at the first attempt. Look it over and send it again.',
      )
    }
    const parts = async (): Promise<OutgoingMessage> => message ?? (await deps.mime.partsOf(mime))
    return {
      kind: 'rendered',
      draft: { mime, providerThreadId: row.providerThreadId, parts },
      mimeHash,
    }
  } catch (error) {
    deps.logger.error({ err: error, outboxId: row.id }, 'a message could not be rendered')
    const message =
      error instanceof MissingFileError
        ? `The attached file “${error.fileName}” is not on this computer any more. Attach it again.`
        : 'This message could not be put together. Look it over and send it again.'
    // An address or id that no header can carry stays one; a disk or database may recover.
    const isLasting = error instanceof OperationError && error.code === 'invalid_input'
    if (isLasting || row.attempts >= PATIENT_ATTEMPTS) return failed(message)
    const failure = { kind: 'server', message, retryAfterMs: null } as const
    return { kind: 'failed', delivery: { kind: 'later', failure } }
  }
}

class MissingFileError extends Error {
  readonly fileName: string

  constructor(fileName: string) {
    super('A file of the message is missing.')
    this.fileName = fileName
  }
}

async function loadMessage(
  store: FileStore,
  row: OutboxRow & { date: number },
  files: OutboxFile[],
): Promise<OutgoingMessage> {
  if (row.from === null || row.rfcMessageId === null) throw new Error('The row has no sender.')
  const loaded: OutgoingMessage['files'] = []
  for (const { hash, name, contentType, isInline, contentId } of files) {
    const content = await store.open(hash)
    if (content === null) throw new MissingFileError(name)
    loaded.push({ name, contentType, isInline, contentId, content })
  }
  return {
    from: row.from,
    to: row.to,
    cc: row.cc,
    bcc: row.bcc,
    subject: row.subject,
    html: row.isPlainText ? null : row.bodyHtml,
    text: row.bodyText ?? '',
    files: loaded,
    messageId: row.rfcMessageId,
    inReplyTo: row.rfcInReplyTo,
    references: row.references ?? [],
    appSendId: row.appSendId,
    date: row.date,
  }
}

function failed(message: string): RenderedDraft {
  const error = { code: 'email_send_error', message } as const
  return { kind: 'failed', delivery: { kind: 'failed', error, discardDraft: false } }
}
