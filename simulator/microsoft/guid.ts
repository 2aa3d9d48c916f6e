import { createHash } from 'node:crypto'

/** A GUID that follows from a text, so that an account keeps it whenever it is made. */
export function guidOf(text: string): string {
  const hex = createHash('sha256').update(`guid:${text}`).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
