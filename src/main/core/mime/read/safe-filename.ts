import { cleanDisplayName } from '../headers/header-text.ts'

/** Bytes in UTF-8: file systems take 255, and programs that save add to a name. */
const MAX_BYTES = 200
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/iu

/** What a file of a type is called where its sender gave it no name. */
const DEFAULT_NAMES: Record<string, string> = {
  'message/rfc822': 'message.eml',
  'message/delivery-status': 'delivery-status.txt',
  'message/disposition-notification': 'read-receipt.txt',
  'text/calendar': 'invite.ics',
  'text/vcard': 'contact.vcf',
  'text/x-vcard': 'contact.vcf',
  'text/plain': 'attachment.txt',
  'text/html': 'attachment.html',
  'text/csv': 'attachment.csv',
  'text/rfc822-headers': 'headers.txt',
  'image/jpeg': 'image.jpg',
  'image/png': 'image.png',
  'image/gif': 'image.gif',
  'image/webp': 'image.webp',
  'image/bmp': 'image.bmp',
  'image/tiff': 'image.tiff',
  'image/heic': 'image.heic',
  'image/svg+xml': 'image.svg',
  'audio/mpeg': 'audio.mp3',
  'audio/wav': 'audio.wav',
  'video/mp4': 'video.mp4',
  'application/pdf': 'document.pdf',
  'application/zip': 'archive.zip',
  'application/json': 'data.json',
  'application/xml': 'data.xml',
  'application/msword': 'document.doc',
  'application/vnd.ms-excel': 'sheet.xls',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'document.docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'sheet.xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'slides.pptx',
  'application/pgp-signature': 'signature.asc',
  'application/pgp-encrypted': 'encrypted.asc',
  'application/pgp-keys': 'key.asc',
  'application/pkcs7-signature': 'smime.p7s',
  'application/x-pkcs7-signature': 'smime.p7s',
  'application/pkcs7-mime': 'smime.p7m',
  'application/x-pkcs7-mime': 'smime.p7m',
  'application/ms-tnef': 'winmail.dat',
}

/**
 * A name that is safe to show and to save under on every system: one path component, no control or
 * direction characters, not a device name of Windows, at most 200 bytes with its extension kept. An
 * empty or unusable name becomes one that fits the type.
 */
export function safeFilename(name: string, contentType: string): string {
  const cleaned = withoutFolders(cleanDisplayName(name.slice(0, 4096)))
    .replace(/[<>:"|?*/\\]/gu, '_')
    .replace(/[\s.]+$/u, '')
    .trimStart()
    // The dot stays to be seen, and the file that is saved is no hidden one.
    .replace(/^\.+(?=.)/u, '_.')
  if (cleaned === '') return DEFAULT_NAMES[contentType] ?? defaultFor(contentType)
  return shorten(RESERVED.test(cleaned) ? `_${cleaned}` : cleaned)
}

/** Types that programs show or open; others say no more than the name does. */
const RECOGNISED_BY_NAME =
  /^(?:image|audio|video)\/|^text\/(?:plain|html|csv|calendar|vcard)$|^message\/rfc822$|^application\/(?:pdf|zip|json|xml|msword|vnd\.)/u

/** The type of a file that came without one, by its name's ending. */
export function contentTypeOfName(name: string): string {
  const ending = /\.[A-Za-z0-9]{1,5}$/u.exec(name)?.[0].toLowerCase() ?? '\0'
  const known = Object.entries(DEFAULT_NAMES).find(
    ([type, example]) => example.endsWith(ending) && RECOGNISED_BY_NAME.test(type),
  )
  return known?.[0] ?? 'application/octet-stream'
}

/** The last component of what is a path; a slash in any other name is a character of it. */
function withoutFolders(name: string): string {
  const trimmed = name.trim()
  const components = trimmed.split(/[/\\]/u)
  const isPath =
    /^(?:[/\\~]|[A-Za-z]:[/\\]|file:)/u.test(trimmed) ||
    components.includes('..') ||
    components.includes('.')
  return isPath ? (components.findLast((part) => /[^\s.]/u.test(part)) ?? '') : trimmed
}

function defaultFor(contentType: string): string {
  if (contentType.startsWith('image/')) return 'image'
  return contentType.startsWith('text/') ? 'attachment.txt' : 'attachment'
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name
  const extension = /\.[^.\s]{1,12}$/u.exec(name)?.[0] ?? ''
  const room = MAX_BYTES - Buffer.byteLength(extension)
  const stem = Buffer.from(name.slice(0, name.length - extension.length)).subarray(0, room)
  // A character that was cut in two goes.
  return `${stem.toString('utf8').replace(/[\ufffd\s.]+$/u, '')}${extension}`
}
