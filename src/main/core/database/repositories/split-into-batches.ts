/** Ids in one statement: far below the parameter limits of both databases, and still fast. */
export const BATCH_SIZE = 500

/** Splits a list into batches of at most `size`. */
export function splitIntoBatches<T>(items: readonly T[], size: number = BATCH_SIZE): T[][] {
  const pieces: T[][] = []
  for (let start = 0; start < items.length; start += size) {
    pieces.push(items.slice(start, start + size))
  }
  return pieces
}
