import type { Person } from '#shared/contract/fields.ts'
import { displayName } from '../../message-list/index.ts'

/** So many are named; the rest is a number. */
const MAX_NAMES = 3

/** The first recipients by name, oneself first and as `me`, and how many more there are. */
export function recipientSummary(
  people: readonly Person[],
  ownAddress: string | null,
  me: string,
): { names: string; more: number } {
  const own = ownAddress?.toLowerCase()
  const isMe = ({ email }: Person) => own !== undefined && email.toLowerCase() === own
  const ordered = [...people.filter(isMe), ...people.filter((person) => !isMe(person))]
  const names = ordered
    .slice(0, MAX_NAMES)
    .map((person) => (isMe(person) ? me : displayName(person.name, person.email)))
  return { names: names.join(', '), more: Math.max(0, ordered.length - MAX_NAMES) }
}
