/** The most parts that Google recommends for one batch; it rate-limits larger ones. */
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
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>
  text: string
}

/** Encodes requests as one multipart/mixed body (Gmail API, "Batching requests"). */
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
 * Parses the parts of a batch response into the order of the requests. A part that is missing or
 * cannot be parsed is null, and the caller treats it as failed. Never throws.
 *
 * @param expected the number of parts that were sent
 */
export function parseBatch(
  contentType: string,
  text: string,
  expected: number,
): (BatchResponse | null)[] {
  const responses = Array.from({ length: expected }, (): BatchResponse | null => null)
  const boundary = /boundary=(?:"([^"]+)"|([^\s;]+))/iu.exec(contentType)
  const delimiter = boundary?.[1] ?? boundary?.[2]
  if (delimiter === undefined) return responses
  for (const part of splitParts(text, `--${delimiter}`)) {
    const parsed = parsePart(part)
    if (parsed && parsed.index < expected) responses[parsed.index] = parsed.response
  }
  return responses
}

/** The parts between boundary lines. A last part without its closing boundary line is truncated. */
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

function parsePart(part: string): { index: number; response: BatchResponse } | null {
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
    response: { status: Number(status), headers, text: inner.rest.trim() },
  }
}

function splitHead(text: string): { head: string; rest: string } {
  const end = /\r?\n\r?\n/u.exec(text)
  return end
    ? { head: text.slice(0, end.index), rest: text.slice(end.index + end[0].length) }
    : { head: text.trimEnd(), rest: '' }
}
