import { MAX_SUBJECT_LENGTH } from '#shared/domain/message-limits.ts'
import { withoutControl } from '#shared/domain/invisible-characters.ts'
import { isMailtoField } from '#shared/domain/external-url.ts'
import { parseChips, type RecipientChip } from './recipients.ts'

export interface MailtoContent {
  to: RecipientChip[]
  cc: RecipientChip[]
  bcc: RecipientChip[]
  subject: string
  /** Plain text; lines end with \n. */
  body: string
}

/**
 * Reads a `mailto:` link (RFC 6068). Only the fields of MAILTO_FIELDS are honoured. Returns null for
 * another scheme.
 */
export function parseMailto(link: string): MailtoContent | null {
  if (!/^mailto:/iu.test(link)) return null
  const rest = link.slice('mailto:'.length).split('#')[0] ?? ''
  const question = rest.indexOf('?')
  const path = question === -1 ? rest : rest.slice(0, question)
  const query = question === -1 ? '' : rest.slice(question + 1)

  const content: MailtoContent = {
    to: parseAddresses(path),
    cc: [],
    bcc: [],
    subject: '',
    body: '',
  }
  for (const field of query.split('&')) {
    const equals = field.indexOf('=')
    if (equals === -1) continue
    const value = field.slice(equals + 1)
    const name = decode(field.slice(0, equals)).toLowerCase()
    if (!isMailtoField(name)) continue
    switch (name) {
      case 'to':
        content.to.push(...parseAddresses(value))
        break
      case 'cc':
        content.cc.push(...parseAddresses(value))
        break
      case 'bcc':
        content.bcc.push(...parseAddresses(value))
        break
      case 'subject':
        content.subject = withoutControl(decode(value)).slice(0, MAX_SUBJECT_LENGTH)
        break
      case 'body':
        content.body = decode(value).replace(/\r\n?/gu, '\n')
        break
    }
  }
  return content
}

// A comma inside an address is written %2C, so the list is split before it is decoded.
function parseAddresses(list: string): RecipientChip[] {
  return list.split(',').flatMap((part) => {
    const text = withoutControl(decode(part)).trim()
    return text === '' ? [] : parseChips(text)
  })
}

// In a mailto link a plus sign is a plus sign (RFC 6068, section 5), unlike in a web form.
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A stray percent sign: what was written is shown as it was written.
    return text
  }
}
