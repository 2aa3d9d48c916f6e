/** Somebody read from an entry of an address list; `email` is empty where only words stand there. */
export interface ListedPerson {
  name: string
  email: string
  /** The address stood in angle brackets. */
  angled: boolean
}

/** What one entry holds, and the separator after it. */
export interface ReadEntry<T extends ListedPerson> {
  people: T[]
  label: string
  end: string
}

/**
 * The people of a list in order, with names put together that a separator has cut:
 * `Ruiz, Ana <ana@example.com>` without quotation marks leaves the surname in an entry of its own.
 * Where semicolons part the people, all commas belong to names; in a list of commas one does.
 */
export function joinInvertedNames<T extends ListedPerson>(entries: readonly ReadEntry<T>[]): T[] {
  const hasSemicolons =
    entries.some(({ end }) => end === ';' || end === '；') &&
    !entries.some(({ label }) => label !== '')
  const people: T[] = []
  let waiting: T[] = []
  let lineEnded = false
  const flush = (): void => {
    for (const person of waiting) people.push(person)
    waiting = []
  }
  for (const entry of entries) {
    const [first] = entry.people
    if (first === undefined) continue
    if (waiting.length > 0 && first.angled && (lineEnded ? first.name === '' : first.name !== '')) {
      // What has an @ in it was meant to be an address, not a surname.
      const lastAddress = waiting.findLastIndex(({ name }) => name.includes('@'))
      const from = Math.max(lastAddress + 1, hasSemicolons ? 0 : waiting.length - 1)
      const before = waiting.splice(from).map(({ name }) => name)
      first.name = [...before, first.name].filter((name) => name !== '').join(', ')
    } else if (lineEnded) {
      flush()
    }
    const isWords = entry.people.length === 1 && first.email === ''
    lineEnded = entry.end === '\n'
    if (isWords && !/^[;；؛]?$/u.test(entry.end)) {
      waiting.push(first)
      continue
    }
    flush()
    people.push(...entry.people)
  }
  flush()
  return people
}
