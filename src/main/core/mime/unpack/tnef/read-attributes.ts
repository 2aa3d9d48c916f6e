import { ByteReader, EndOfBytes } from './byte-reader.ts'

/** The attributes that are read, by their ids ([MS-OXTNEF] section 2.1.3.3). */
export const ATTRIBUTE = {
  subject: 0x8004,
  body: 0x800c,
  attachData: 0x800f,
  attachTitle: 0x8010,
  attachTransportName: 0x9001,
  attachRenderData: 0x9002,
  messageProperties: 0x9003,
  attachProperties: 0x9005,
  codePage: 0x9007,
} as const

export interface Attribute {
  id: number
  data: Buffer
}

const SIGNATURE = 0x223e9f78
/** Far above any real file: a message has some twenty, an attachment six. */
const MAX_ATTRIBUTES = 20_000

export function isTnef(bytes: Uint8Array): boolean {
  return bytes.length >= 6 && new ByteReader(bytes).uint32() === SIGNATURE
}

/**
 * The attributes of a TNEF stream ([MS-OXTNEF] section 2.1.1), as far as it can be read. Checksums
 * are not looked at: real files have wrong ones, and what is in them is good.
 */
export function readAttributes(bytes: Uint8Array): { attributes: Attribute[]; isWhole: boolean } {
  const reader = new ByteReader(bytes)
  const attributes: Attribute[] = []
  if (!isTnef(bytes)) return { attributes, isWhole: false }
  reader.take(6)
  try {
    while (reader.left > 0 && attributes.length < MAX_ATTRIBUTES) {
      const level = reader.uint8()
      if (level !== 1 && level !== 2) return { attributes, isWhole: false }
      const id = reader.uint32() & 0xffff
      const length = reader.uint32()
      attributes.push({ id, data: reader.take(length) })
      // The last checksum may be missing.
      if (reader.left > 0) reader.take(2)
    }
  } catch (error) {
    if (!(error instanceof EndOfBytes)) throw error
    return { attributes, isWhole: false }
  }
  return { attributes, isWhole: reader.left === 0 }
}
