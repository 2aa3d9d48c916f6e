import type { EmailListItem } from '#shared/contract/emails.ts'
import type { Box } from '#shared/contract/enums.ts'

/** Boxes of mail one wrote oneself: the row names who it went to. */
function showsRecipients(item: EmailListItem, box: Box): boolean {
  return box === 'SENT' || item.box === 'SENT'
}

interface Correspondent {
  /** Names joined by commas; empty when there is nobody to name. */
  names: string
  /** True when these are recipients, to be introduced by “To”. */
  outgoing: boolean
}

/** Who a row is about: the sender, or the recipients of mail one sent. */
export function getCorrespondent(item: EmailListItem, box: Box): Correspondent {
  if (showsRecipients(item, box)) {
    const names = [...item.to, ...item.cc].map(({ name, email }) => displayName(name, email))
    return { names: names.join(', '), outgoing: true }
  }
  return { names: displayName(item.fromName, item.fromEmail), outgoing: false }
}

/** A name without the quotes people’s software adds; the address where there is no name. */
export function displayName(name: string, email: string): string {
  const plain = name
    .trim()
    .replace(/^(['"])(.*)\1$/u, '$2')
    .trim()
  return plain === '' ? email : plain
}

// Format characters (zero-width, bidirectional, soft hyphen) and the combining joiner, with which
// newsletters pad their preview.
const PADDING = /\p{Cf}|\u034f|\u2028|\u2029/gu

/** The preview on one line, without the invisible padding of newsletters. */
export function cleanSnippet(snippet: string): string {
  return snippet.replace(PADDING, '').replace(/\s+/gu, ' ').trim()
}
