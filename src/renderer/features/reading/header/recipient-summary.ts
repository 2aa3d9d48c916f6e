import type { Person } from '#shared/contract/fields.ts'
import { displayName } from '../../message-list/index.ts'

/** So many are named; the rest is a number. */
const MAX_NAMES = 3

/** The first recipients by name, oneself first and as `me`, and how many more there are. */
export function recipientSummary(
  people: readonly Person[],
  isMe: (email: string) => boolean,
  me: string,
): { names: string; more: number } {
  const isOwn = ({ email }: Person) => isMe(email)
  const ordered = [...people.filter(isOwn), ...people.filter((person) => !isOwn(person))]
  const names = ordered
    .slice(0, MAX_NAMES)
    .map((person) => (isOwn(person) ? me : displayName(person.name, person.email)))
  return { names: names.join(', '), more: Math.max(0, ordered.length - MAX_NAMES) }
}
