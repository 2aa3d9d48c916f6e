import type { Placement } from '../../ports/messages.ts'

/** Gmail's labels of spam and trash: they list such mail, and no other label of it does. */
const LISTS_HIDDEN_MAIL: ReadonlySet<string> = new Set(['SPAM', 'TRASH'])

/**
 * The one place that says which labels list a message, each once. As in Gmail, spam and thrown away
 * mail is listed there alone and no longer by its other labels. Outlook's folder is the only label
 * of a message and always lists it.
 */
export function listingLabels({
  labels,
  isSpam,
  isTrash,
}: Pick<Placement, 'labels' | 'isSpam' | 'isTrash'>): string[] {
  const each = [...new Set(labels)]
  if (each.length === 1 || (!isSpam && !isTrash)) return each
  return each.filter((id) => LISTS_HIDDEN_MAIL.has(id))
}
