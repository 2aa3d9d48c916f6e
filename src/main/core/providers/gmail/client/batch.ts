/** The most parts Google advises for one batch; it has refused larger ones. */
export const MAX_BATCH_PARTS = 50

export interface BatchRequest {
  verb: 'GET' | 'POST'
  /** Path and query from the API's root, encoded. */
  path: string
  /** Sent as JSON. */
  body?: unknown
}

export interface BatchResponse {
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  text: string
}

/** Writes calls as one multipart/mixed body (Gmail API, "Batching requests"). */
export function encodeBatch(requests: readonly BatchRequest[], boundary: string): string {
  if (requests.length === 0 || requests.length > MAX_BATCH_PARTS) {
    throw new Error(`A batch takes 1 to ${MAX_BATCH_PARTS} parts, not ${requests.length}`)
  }
  const parts = requests.map(({ verb, path, body }, index) => {
    const content = body === undefined ? '' : JSON.stringify(body)
    const head =
      body === undefined
        ? ''
        : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(content)}\r\n`
    return (
      `--${boundary}\r\nContent-Type: application/http\r\nContent-ID: <item-${index}>\r\n\r\n` +
      `${verb} ${path} HTTP/1.1\r\n${head}\r\n${content}\r\n`
    )
  })
  return `${parts.join('')}--${boundary}--\r\n`
}

/**
 * Reads the answers of a batch, in the order of the requests whatever order they came in. A part
 * that is missing or cannot be read is null: it failed, it was not skipped. Never throws.
 *
 * @param expected how many parts were sent
 */
export function parseBatch(
  contentType: string,
  text: string,
  expected: number,
): (BatchResponse | null)[] {
  const answers = Array.from({ length: expected }, (): BatchResponse | null => null)
  const boundary = /boundary=(?:"([^"]+)"|([^\s;]+))/iu.exec(contentType)
  const mark = boundary?.[1] ?? boundary?.[2]
  if (mark === undefined) return answers
  for (const part of splitParts(text, `--${mark}`)) {
    const read = parsePart(part)
    if (read && read.index < expected) answers[read.index] = read.answer
  }
  return answers
}

/** What stands between two boundary lines. A last part without its closing line was cut off. */
function* splitParts(text: string, delimiter: string): Generator<string> {
  let start = text.startsWith(delimiter) ? 0 : text.indexOf(`\n${delimiter}`) + 1
  if (start === 0 && !text.startsWith(delimiter)) return
  for (;;) {
    const next = text.indexOf(`\n${delimiter}`, start + delimiter.length)
    if (next < 0) return
    yield text.slice(start + delimiter.length, next)
    start = next + 1
  }
}

function parsePart(part: string): { index: number; answer: BatchResponse } | null {
  const outer = splitHead(part.replace(/^[ \t]*\r?\n/u, ''))
  const index = /^content-id:\s*<?response-item-(\d{1,3})>?\s*$/imu.exec(outer.head)?.[1]
  const inner = splitHead(outer.rest)
  const [statusLine = '', ...headerLines] = inner.head.split(/\r?\n/u)
  const status = /^HTTP\/[\d.]+ (\d{3})\b/u.exec(statusLine)?.[1]
  if (index === undefined || status === undefined) return null
  const headers: Record<string, string> = {}
  for (const line of headerLines) {
    const colon = line.indexOf(':')
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim()
  }
  return {
    index: Number(index),
    answer: { status: Number(status), headers, text: inner.rest.trim() },
  }
}

function splitHead(text: string): { head: string; rest: string } {
  const end = /\r?\n\r?\n/u.exec(text)
  return end
    ? { head: text.slice(0, end.index), rest: text.slice(end.index + end[0].length) }
    : { head: text.trimEnd(), rest: '' }
}
