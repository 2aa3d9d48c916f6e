/**
 * Label sets, each stored once. A mailbox of a million messages has a few dozen distinct sets, so a
 * message keeps only a number.
 */
export interface LabelSets {
  /** The number of a set; the order of labels does not matter. */
  intern(labels: Iterable<string>): number
  labels(set: number): readonly string[]
  has(set: number, label: string): boolean
  /** The set with labels added and removed. */
  change(set: number, add: readonly string[], remove: readonly string[]): number
  /** How many sets there are: they are numbered from 0. */
  count(): number
}

export function createLabelSets(): LabelSets {
  const sets: { list: readonly string[]; members: ReadonlySet<string> }[] = []
  const numbers = new Map<string, number>()

  const intern = (labels: Iterable<string>): number => {
    const list = [...new Set(labels)].sort()
    const key = list.join('\n')
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, sets.length)
    sets.push({ list, members: new Set(list) })
    return sets.length - 1
  }

  return {
    intern,
    labels: (set) => sets[set]?.list ?? [],
    has: (set, label) => sets[set]?.members.has(label) ?? false,
    change: (set, add, remove) => {
      const next = new Set(sets[set]?.list)
      for (const label of add) next.add(label)
      for (const label of remove) next.delete(label)
      return intern(next)
    },
    count: () => sets.length,
  }
}
