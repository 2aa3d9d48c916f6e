/** Text for comparing: lower case, without accents. */
function foldAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/**
 * The entries whose label holds every typed word, at word beginnings before elsewhere, else in their
 * own order. All entries for an empty text.
 */
export function filterByLabel<T extends { label: string }>(
  entries: readonly T[],
  typed: string,
): T[] {
  const words = foldAccents(typed).split(/\s+/u).filter(Boolean)
  const ranked = entries.flatMap((entry) => {
    const label = foldAccents(entry.label)
    if (!words.every((word) => label.includes(word))) return []
    const atStart = words.every((word) => ` ${label}`.includes(` ${word}`))
    return [{ entry, rank: atStart ? 0 : 1 }]
  })
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ entry }) => entry)
}
