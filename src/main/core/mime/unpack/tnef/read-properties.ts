import { decodeText } from '../../read/charset.ts'
import { ByteReader, EndOfBytes } from './byte-reader.ts'

/** The properties that are read, by their ids ([MS-OXPROPS]). */
export const PROPERTY = {
  subject: 0x0037,
  submitTime: 0x0039,
  senderName: 0x0c1a,
  senderEmail: 0x0c1f,
  body: 0x1000,
  compressedRtf: 0x1009,
  html: 0x1013,
  displayName: 0x3001,
  attachData: 0x3701,
  attachFilename: 0x3704,
  attachLongFilename: 0x3707,
  attachMimeTag: 0x370e,
  attachContentId: 0x3712,
  internetCodePage: 0x3fde,
  senderSmtp: 0x5d01,
} as const

const TYPE_OBJECT = 0x0d
const TYPE_STRING8 = 0x1e
const TYPE_UNICODE = 0x1f
const TYPE_BINARY = 0x102
const MULTIPLE = 0x1000
/** Bytes of a value of each fixed type, padded to four ([MS-OXTNEF] section 2.1.3.4). */
const FIXED_SIZES: Partial<Record<number, number>> = {
  0x01: 4,
  0x02: 4,
  0x03: 4,
  0x04: 4,
  0x05: 8,
  0x06: 8,
  0x07: 8,
  0x0a: 4,
  0x0b: 4,
  0x14: 8,
  0x40: 8,
  0x48: 16,
}
/** Far above any real message, which has some hundred. */
const MAX_PROPERTIES = 10_000
const MAX_VALUES = 10_000
/** An object begins with the identifier of its interface. */
const OBJECT_HEAD = 16

export interface Property {
  type: number
  /** Of several values the first. */
  value: Buffer
}

/** The properties of a message or an attachment by id, as far as they can be read. */
export function readProperties(bytes: Uint8Array): Map<number, Property> {
  const reader = new ByteReader(bytes)
  const properties = new Map<number, Property>()
  try {
    const count = Math.min(reader.uint32(), MAX_PROPERTIES)
    for (let index = 0; index < count; index += 1) {
      const type = reader.uint16()
      const id = reader.uint16()
      if (id >= 0x8000) skipName(reader)
      const value = readFirstValue(reader, type)
      if (value === null) break
      if (!properties.has(id)) properties.set(id, { type: type & ~MULTIPLE, value })
    }
  } catch (error) {
    if (!(error instanceof EndOfBytes)) throw error
  }
  return properties
}

/** A named property has its set, and its number or name, before its value. */
function skipName(reader: ByteReader): void {
  reader.take(16)
  if (reader.uint32() === 0) reader.take(4)
  else takePadded(reader, reader.uint32())
}

/** Null where the type is none: then nobody knows where the next property begins. */
function readFirstValue(reader: ByteReader, type: number): Buffer | null {
  const base = type & ~MULTIPLE
  const size = FIXED_SIZES[base]
  const isVariable = [TYPE_STRING8, TYPE_UNICODE, TYPE_BINARY, TYPE_OBJECT].includes(base)
  if (size === undefined && !isVariable) return null
  if (size !== undefined && type === base) return reader.take(size)
  const count = reader.uint32()
  if (count > MAX_VALUES) return null
  let first: Buffer | undefined
  for (let index = 0; index < count; index += 1) {
    const value = size === undefined ? takePadded(reader, reader.uint32()) : reader.take(size)
    first ??= value
  }
  return first ?? Buffer.alloc(0)
}

function takePadded(reader: ByteReader, length: number): Buffer {
  const value = reader.take(length)
  reader.take(Math.min(-length & 3, reader.left))
  return value
}

/** A property's text, or an empty one. `charset` is that of the file's 8-bit texts. */
export function textOf(property: Property | undefined, charset: string): string {
  if (property === undefined) return ''
  const { type, value } = property
  if (type === TYPE_UNICODE) return upToNul(value.toString('utf16le'))
  if (type === TYPE_STRING8 || type === TYPE_BINARY) return upToNul(decodeText(value, charset))
  return ''
}

/** A property's bytes; of an object what it holds, without its head. */
export function bytesOf(property: Property | undefined): Buffer | null {
  if (property === undefined) return null
  return property.type === TYPE_OBJECT ? property.value.subarray(OBJECT_HEAD) : property.value
}

export function isObject(property: Property | undefined): boolean {
  return property?.type === TYPE_OBJECT
}

/** A FILETIME, 100 ns since 1601, as epoch milliseconds; null where there is none. */
export function timeOf(property: Property | undefined): number | null {
  if (property?.type !== 0x40 || property.value.length < 8) return null
  const time = Number(property.value.readBigUInt64LE(0) / 10_000n) - 11_644_473_600_000
  return time > 0 && time < Date.UTC(2100, 0, 1) ? time : null
}

export function numberOf(property: Property | undefined): number | null {
  return property?.type === 0x03 && property.value.length >= 4
    ? property.value.readUInt32LE(0)
    : null
}

/** Texts end with a NUL, which is no part of them. */
export function upToNul(text: string): string {
  const end = text.indexOf('\0')
  return end === -1 ? text : text.slice(0, end)
}
