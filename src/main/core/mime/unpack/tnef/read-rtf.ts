import { decompressRTF } from '@kenjiuno/decompressrtf'
import { deEncapsulateSync } from 'rtf-stream-parser'
import { decodeText } from '../../read/charset.ts'

/** Bytes; the body of a real mail stays far below, pictures in it left out. */
const MAX_COMPRESSED = 512 * 1024
const MAX_RTF = 512 * 1024
/** The library's time grows with the depth at each group, summed up; real mail stays below 10^6. */
const MAX_DEPTH_SUM = 3_000_000
const HEAD = 16
/** Groups that are no part of the text; marked as such, the library passes over them. */
const UNSEEN = /\{\\(info|pict|object|header[lrf]?|footer[lrf]?)\b/gu

/**
 * The body of a message from PR_RTF_COMPRESSED: the HTML or text it was made from ([MS-OXRTFEX]),
 * or the text of what was written as RTF. Null where it cannot be read, or not in reasonable time.
 */
export function readCompressedRtf(bytes: Buffer): { html: string } | { text: string } | null {
  const rtf = decompress(bytes)
  return rtf === null ? null : readRtf(rtf)
}

/** LZFu ([MS-OXRTFCP]). The library trusts the size in the header, so the header gets the real one. */
function decompress(bytes: Buffer): Buffer | null {
  if (bytes.length < HEAD || bytes.length > MAX_COMPRESSED) return null
  const input = Buffer.from(bytes)
  const declared = input.readUInt32LE(0)
  input.writeUInt32LE(Math.min(declared, bytes.length - 4), 0)
  const size = input.readUInt32LE(4)
  try {
    const output = Buffer.from(decompressRTF([...input]))
    return output.length > MAX_RTF ? null : output.subarray(0, size)
  } catch {
    return null
  }
}

/** RTF as the HTML or text it encapsulates; other RTF as its text. */
export function readRtf(rtf: Buffer): { html: string } | { text: string } | null {
  if (!isReasonable(rtf)) return null
  const source = rtf.toString('latin1')
  const head = /^\s*\{\\rtf\d*/u.exec(source.slice(0, 100))?.[0]
  if (head === undefined) return null
  const isEncapsulated = /\\from(?:html|text)/u.test(source.slice(0, 1000))
  // What was written as RTF reads as text where it says that it was made from text.
  const input = isEncapsulated
    ? source
    : `${head}\\fromtext${source.slice(head.length).replace(UNSEEN, String.raw`{\*\$1`)}`
  try {
    const { mode, text } = deEncapsulateSync(Buffer.from(input, 'latin1'), {
      decode: (part, charset) =>
        decodeText(part, charset.replace(/^cp(?=125\d|874)/iu, 'windows-')),
      mode: 'either',
      warn: () => undefined,
    })
    const body = text.toString().replaceAll('\0', '')
    return mode === 'html' ? { html: body } : { text: body }
  } catch {
    return null
  }
}

function isReasonable(rtf: Buffer): boolean {
  let depth = 0
  let sum = 0
  for (const byte of rtf) {
    if (byte === 0x7b) sum += depth += 1
    else if (byte === 0x7d) sum += depth -= 1
    if (sum > MAX_DEPTH_SUM) return false
  }
  return true
}
