import { createHash } from 'node:crypto'
import type { FileStore } from '../ports/files.ts'
import type { MimeRenderer, OutgoingDraft, OutgoingMessage } from '../ports/outgoing.ts'
import type { Logger } from '../ports/services.ts'
import type { OutboxRow, Store } from '../ports/store.ts'
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

/** A file may be on another host's disk that serves the same database; that host gets its turns. */
const MISSING_FILE_ATTEMPTS = 12

/**
 * Renders a message for its attempt. The first attempt's hash is stored; a later one that would send
 * other bytes (a changed program, a damaged row) fails instead, and the person decides.
 */
export async function renderDraft(
  deps: RenderDependencies,
  row: OutboxRow & { date: number },
): Promise<RenderedDraft> {
  try {
    const message = row.mime === null ? await loadMessage(deps, row) : null
    if (message !== null && 'missingFile' in message) {
      return { kind: 'failed', delivery: missingFile(row, message.missingFile) }
    }
    const { mime: stored } = row
    const mime = message === null ? (stored ?? new Uint8Array()) : await deps.mime.render(message)
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
    return failed('This message could not be put together. Look it over and send it again.')
  }
}

async function loadMessage(
  { store, files }: RenderDependencies,
  row: OutboxRow & { date: number },
): Promise<OutgoingMessage | { missingFile: string }> {
  if (row.from === null || row.rfcMessageId === null) throw new Error('The row has no sender.')
  const loaded: OutgoingMessage['files'] = []
  for (const { hash, ...file } of await store.read.outbox.listFiles(row.id)) {
    const content = await files.open(hash)
    if (content === null) return { missingFile: file.name }
    loaded.push({ ...file, content })
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

function missingFile(row: OutboxRow, name: string): Delivery {
  const message = `The attached file “${name}” is not on this computer any more. Attach it again.`
  return row.attempts < MISSING_FILE_ATTEMPTS
    ? { kind: 'later', failure: { kind: 'server', message, retryAfterMs: null } }
    : {
        kind: 'failed',
        error: { code: 'email_send_error', message },
        discardDraft: false,
      }
}

function failed(message: string): RenderedDraft {
  const error = { code: 'email_send_error', message } as const
  return { kind: 'failed', delivery: { kind: 'failed', error, discardDraft: false } }
}
