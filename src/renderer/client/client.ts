import type { Download } from '#shared/contract/download.ts'
import {
  operationOf,
  type InputOf,
  type OperationName,
  type OutputOf,
} from '#shared/contract/index.ts'
import type { ErrorBody, ErrorCode } from '#shared/errors.ts'
import { useConnection } from './connection.ts'
import { transport, type CallOptions, type UploadOptions } from './transport.ts'

/** A failure the core declared, as something that can be thrown and shown. */
export class CallError extends Error {
  readonly code: ErrorCode
  readonly detail: Record<string, unknown> | undefined

  constructor({ code, message, detail }: ErrorBody) {
    super(message)
    this.name = 'CallError'
    this.code = code
    this.detail = detail
  }
}

/**
 * Runs one operation of the contract. Throws CallError for every failure; a call whose signal is
 * aborted fails at once with the code `cancelled`. A command cannot be cancelled: it ignores the signal.
 */
export async function call<N extends OperationName>(
  name: N,
  input: InputOf<N>,
  options: CallOptions = {},
): Promise<OutputOf<N>> {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the dispatcher's tests prove it
  return (await run(name, input, options)) as OutputOf<N>
}

export type UploadName = 'drafts.addFile'

export type DownloadName = 'emails.raw' | 'emails.attachment' | 'outbox.file'

/** The bytes a download operation answers. Throws CallError, `cancelled` where it was aborted. */
export async function fetchDownload<N extends DownloadName>(
  name: N,
  input: InputOf<N>,
  options: CallOptions = {},
): Promise<Download> {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- made by the transport
  return (await run(name, input, options)) as Download
}

/** Sends a file to an upload operation. Throws CallError, also where it was aborted. */
export async function upload<N extends UploadName>(
  name: N,
  input: InputOf<N>,
  content: Blob,
  options: UploadOptions,
): Promise<OutputOf<N>> {
  const result = await transport.upload(name, input, content, options)
  if (!result.ok) throw new CallError(result.error)
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- the dispatcher's tests prove it
  return result.value as OutputOf<N>
}

/** Fetches a file and hands it to the person to keep. Throws CallError. */
export async function download<N extends DownloadName>(name: N, input: InputOf<N>): Promise<void> {
  saveFile(await fetchDownload(name, input))
}

/** Offers bytes as a file: the browser’s own download, the desktop’s save dialog. */
export function saveFile({ filename, contentType, bytes }: Download): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: contentType }))
  const link = document.createElement('a')
  link.href = url
  link.download = filename
  link.click()
  // The browser reads the Blob after the click; a minute is ample, and frees the memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

async function run<N extends OperationName>(
  name: N,
  input: InputOf<N>,
  options: CallOptions,
): Promise<unknown> {
  // What a command did is to be known, so its answer is waited for.
  const isCommand = operationOf(name).kind === 'command'
  const result = await transport.call(name, input, isCommand ? {} : options)
  if (result.ok) return result.value
  if (result.error.code === 'unauthorized' && transport.kind === 'browser') {
    useConnection.getState().setHasSession(false)
  }
  throw new CallError(result.error)
}
