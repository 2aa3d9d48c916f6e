/** Ids that one statement may name: far below every limit on parameters, long enough to be fast. */
export const BATCH = 500

/** The list in pieces of at most `size`. */
export function batches<T>(items: readonly T[], size: number = BATCH): T[][] {
  const pieces: T[][] = []
  for (let start = 0; start < items.length; start += size) {
    pieces.push(items.slice(start, start + size))
  }
  return pieces
}
