import { inflateSync } from 'node:zlib'
import { fromBER, Constructed, ObjectIdentifier, OctetString, Sequence } from 'asn1js'

/** What a CMS object (RFC 5652) is, and what it carries in the clear. */
export type CmsContent =
  | { kind: 'signed' | 'compressed'; content: Buffer }
  /** Certificates only, or a signature whose content is elsewhere. */
  | { kind: 'signature' }
  | { kind: 'encrypted' }

const SIGNED = '1.2.840.113549.1.7.2'
const COMPRESSED = '1.2.840.113549.1.9.16.1.9'
/** Enveloped, encrypted, authenticated and authenticated-enveloped data. */
const ENCRYPTED = new Set([
  '1.2.840.113549.1.7.3',
  '1.2.840.113549.1.7.6',
  '1.2.840.113549.1.9.16.1.23',
])
/** Some programs cut the content into pieces of a thousand bytes. */
const MAX_NODES = 60_000
const MAX_INFLATED = 30 * 1024 * 1024

/**
 * Looks into a CMS object, as S/MIME has it (RFC 8551). Null where it is none or is damaged. Nothing
 * is verified.
 */
export function readCms(bytes: Uint8Array): CmsContent | null {
  const der = unarmour(bytes)
  let parsed: ReturnType<typeof fromBER>
  try {
    parsed = fromBER(der, {
      maxNodes: MAX_NODES,
      maxContentLength: der.length,
      parseEmbedded: false,
    })
  } catch {
    return null
  }
  const info = parsed.result
  if (parsed.offset === -1 || !(info instanceof Sequence)) return null
  const [type, wrapped] = info.valueBlock.value
  if (!(type instanceof ObjectIdentifier) || !(wrapped instanceof Constructed)) return null
  const oid = type.valueBlock.toString()
  if (ENCRYPTED.has(oid)) return { kind: 'encrypted' }
  if (oid !== SIGNED && oid !== COMPRESSED) return null
  const [data] = wrapped.valueBlock.value
  if (!(data instanceof Sequence)) return null
  // Both have a version, algorithms and then the content.
  const [, , encapsulated] = data.valueBlock.value
  if (!(encapsulated instanceof Sequence)) return null
  const content = contentOf(encapsulated)
  if (content === null) return oid === SIGNED ? { kind: 'signature' } : null
  if (oid === SIGNED) return { kind: 'signed', content }
  const inflated = inflate(content)
  return inflated && { kind: 'compressed', content: inflated }
}

/** Some programs send PEM in place of the bytes, or base64 twice. */
function unarmour(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0x30) return bytes
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const base64 = text.replace(/-----(?:BEGIN|END) [A-Z0-9 ]{1,40}-----/gu, '')
  return /^\s*M[A-Za-z0-9+/=\s]+$/u.test(base64) ? Buffer.from(base64, 'base64') : bytes
}

function contentOf({ valueBlock }: Sequence): Buffer | null {
  const [, explicit] = valueBlock.value
  if (!(explicit instanceof Constructed)) return null
  const [octets] = explicit.valueBlock.value
  if (!(octets instanceof OctetString)) return null
  return Buffer.from(octets.getValue())
}

function inflate(content: Buffer): Buffer | null {
  try {
    return inflateSync(content, { maxOutputLength: MAX_INFLATED })
  } catch {
    return null
  }
}
