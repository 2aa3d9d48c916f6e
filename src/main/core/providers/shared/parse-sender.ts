import { cleanEmailAddress } from '#shared/domain/email-address.ts'

/** A provider's name of a person on one line; empty where there is none. */
export function parseSenderName(value: unknown): string {
  if (typeof value !== 'string') return ''
  return value
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 120)
}

/** An address to send from, or null where the value is none. */
export function parseSenderAddress(value: unknown): string | null {
  return typeof value === 'string' ? cleanEmailAddress(value) : null
}
