/**
 * Joins the soft-wrapped lines of `format=flowed` text (RFC 3676) and undoes its space-stuffing.
 * Lines quoted to different depths are never joined.
 */
export function decodeFormatFlowed(text: string, deleteSpace: boolean): string {
  const joined: string[] = []
  let open: { depth: number; pieces: string[] } | null = null
  for (const line of text.split(/\r\n|\r|\n/u)) {
    const marks = /^>*/u.exec(line)?.[0] ?? ''
    const stuffed = line.slice(marks.length)
    const content = stuffed.startsWith(' ') ? stuffed.slice(1) : stuffed
    const isSignature = content === '-- '
    if (open !== null && (open.depth !== marks.length || isSignature)) {
      joined.push(open.pieces.join(''))
      open = null
    }
    const soft = content.endsWith(' ') && !isSignature
    const kept = soft && deleteSpace ? content.slice(0, -1) : content
    const start = marks === '' ? '' : `${marks} `
    if (open === null) open = { depth: marks.length, pieces: [start] }
    open.pieces.push(kept)
    if (!soft) {
      joined.push(open.pieces.join(''))
      open = null
    }
  }
  if (open !== null) joined.push(open.pieces.join(''))
  return joined.join('\n')
}
