import { promisify } from 'node:util'
import { deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib'

// The first byte says how the rest is written.
const PLAIN = 0
const DEFLATED = 1

// Below this deflating takes longer than all the rest of storing the message and saves little.
const WORTH_DEFLATING = 2 * 1024
// Above this the work goes to another thread; below, handing it over costs more than doing it.
const WORTH_ANOTHER_THREAD = 16 * 1024
const LEVEL = 3

const deflateAside = promisify(deflateRaw)
const inflateAside = promisify(inflateRaw)

/** Text as it is stored in a blob: UTF-8, deflated where that is worth it. */
export async function compressText(text: string): Promise<Uint8Array> {
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length < WORTH_DEFLATING) return marked(PLAIN, bytes)
  const deflated =
    bytes.length < WORTH_ANOTHER_THREAD
      ? deflateRawSync(bytes, { level: LEVEL })
      : await deflateAside(bytes, { level: LEVEL })
  return marked(DEFLATED, deflated)
}

/** Reads back what `compressText` wrote. Throws where the bytes are not that. */
export async function decompressText(data: Uint8Array): Promise<string> {
  return Buffer.from(await plainBytes(data[0], data.subarray(1))).toString('utf8')
}

async function plainBytes(mark: number | undefined, bytes: Uint8Array): Promise<Uint8Array> {
  if (mark === PLAIN) return bytes
  if (mark !== DEFLATED) throw new Error(`Unknown form of a stored text: ${String(mark)}`)
  return bytes.length < WORTH_ANOTHER_THREAD ? inflateRawSync(bytes) : await inflateAside(bytes)
}

function marked(mark: number, bytes: Uint8Array): Uint8Array {
  const data = Buffer.allocUnsafe(bytes.length + 1)
  data[0] = mark
  data.set(bytes, 1)
  return data
}
