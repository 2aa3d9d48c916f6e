/** Reads a response body to its end. Throws if it is larger than `maxBytes`. */
export async function readResponseBody(
  response: Response,
  maxBytes: number,
): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array
    size += bytes.byteLength
    if (size > maxBytes) throw new Error('The answer is too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** Parses a body as JSON. `isJson` is false for a page of HTML or for truncated JSON. */
export function parseJson(text: string): { isJson: boolean; value: unknown } {
  try {
    return { isJson: true, value: JSON.parse(text) as unknown }
  } catch {
    return { isJson: false, value: null }
  }
}
