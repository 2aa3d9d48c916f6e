import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/**
 * Attachment ids as Gmail's: long, different at each read, and each of them good for ever. They are
 * sealed (AES-GCM) rather than kept in a table.
 */
export function encodeAttachmentId(secret: Buffer, messageId: string, part: number): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce)
  const sealed = Buffer.concat([cipher.update(`${messageId}.${part}`.padEnd(160)), cipher.final()])
  return `ANGjdJ${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`
}

/** The message and part an id was made for, or null. */
export function decodeAttachmentId(
  secret: Buffer,
  id: string,
): { messageId: string; part: number } | null {
  if (!id.startsWith('ANGjdJ')) return null
  const bytes = Buffer.from(id.slice(6), 'base64url')
  if (bytes.length < 29) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, 12))
    decipher.setAuthTag(bytes.subarray(12, 28))
    const text = decipher.update(bytes.subarray(28)).toString('utf8') + decipher.final('utf8')
    const [messageId = '', part = ''] = text.trim().split('.')
    return { messageId, part: Number(part) }
  } catch {
    return null
  }
}

function keyOf(secret: Buffer): Buffer {
  return createHash('sha256').update(secret).digest()
}
