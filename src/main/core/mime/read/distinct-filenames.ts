import type { IncomingAttachment } from '../../ports/messages.ts'

/**
 * The attachments with names that stay apart when they are saved together, also where case and the
 * composition of letters do not count (macOS, Windows): `scan.pdf`, `scan (2).pdf`. What is inline
 * is not among the files that are saved together.
 */
export function withDistinctFilenames(
  attachments: readonly IncomingAttachment[],
): IncomingAttachment[] {
  const taken = new Set<string>()
  /** How many of a name there are, so that a thousand of one are not counted from two each. */
  const counts = new Map<string, number>()
  return attachments.map((attachment) => {
    if (attachment.isInline) return attachment
    const wanted = keyOf(attachment.filename)
    let filename = attachment.filename
    let count = counts.get(wanted) ?? 1
    while (taken.has(keyOf(filename))) filename = numbered(attachment.filename, (count += 1))
    counts.set(wanted, count)
    taken.add(keyOf(filename))
    return filename === attachment.filename ? attachment : { ...attachment, filename }
  })
}

function keyOf(filename: string): string {
  return filename.normalize('NFC').toLowerCase()
}

function numbered(filename: string, count: number): string {
  const extension = /(?<=.)\.[^.\s]{1,12}$/u.exec(filename)?.[0] ?? ''
  return `${filename.slice(0, filename.length - extension.length)} (${count})${extension}`
}
