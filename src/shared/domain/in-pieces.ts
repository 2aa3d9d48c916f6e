/** The same content in pieces of `size` bytes; only the last may be shorter. */
export async function* inPieces(
  content: AsyncIterable<Uint8Array>,
  size: number,
): AsyncIterable<Uint8Array> {
  let piece = new Uint8Array(size)
  let filled = 0
  for await (const chunk of content) {
    let taken = 0
    while (taken < chunk.length) {
      const part = chunk.subarray(taken, taken + size - filled)
      piece.set(part, filled)
      taken += part.length
      filled += part.length
      if (filled < size) continue
      yield piece
      // Who was given the last piece may still be using it.
      piece = new Uint8Array(size)
      filled = 0
    }
  }
  if (filled > 0) yield piece.subarray(0, filled)
}
