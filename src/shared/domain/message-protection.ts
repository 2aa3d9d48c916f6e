/** How a message is signed or encrypted; the contract describes it. */
interface MessageProtection {
  signature: { standard: 'smime' | 'pgp'; attachmentId: string } | null
  encryption: 'smime' | 'pgp' | null
}

interface ProtectedFile {
  attachmentId: string
  filename: string
  contentType: string
  isInline: boolean
}

/** The media types of signatures (RFC 8551 section 3.5.3, RFC 3156 section 5). */
export function isSignatureType(contentType: string): boolean {
  return /^application\/(?:(?:x-)?pkcs7-signature|pgp-signature)$/iu.test(contentType)
}

/**
 * What a message's files tell of how it is protected. A signature that is not listed is that of the
 * message; one that is listed belongs to another file.
 */
export function protectionOf(files: readonly ProtectedFile[]): MessageProtection {
  const signature = files.find((file) => file.isInline && isSignatureType(file.contentType))
  return {
    signature: signature
      ? {
          standard: /pgp/iu.test(signature.contentType) ? 'pgp' : 'smime',
          attachmentId: signature.attachmentId,
        }
      : null,
    encryption: encryptionOf(files),
  }
}

function encryptionOf(files: readonly ProtectedFile[]): MessageProtection['encryption'] {
  for (const { contentType, filename } of files) {
    if (/^application\/pgp-encrypted$/iu.test(contentType)) return 'pgp'
    // A signed document (`contract.pdf.p7m`) and certificates alone are files of the same type.
    const isMessage = !/\.[A-Za-z0-9]{2,5}\.p7m$|\.p7[cs]$/iu.test(filename)
    if (/^application\/(?:x-)?pkcs7-mime$/iu.test(contentType) && isMessage) return 'smime'
  }
  return null
}
