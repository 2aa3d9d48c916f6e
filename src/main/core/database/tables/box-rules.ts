import type { Box, HomeBox } from '#shared/contract/enums.ts'
import type { Placement } from '../../ports/messages.ts'

/** The flags that decide in which boxes a message is listed. */
export type PlacementFlags = Pick<
  Placement,
  'isRead' | 'isStarred' | 'inInbox' | 'isSent' | 'isDraft' | 'isSpam' | 'isTrash'
>

interface BoxRule {
  box: Box
  /** The rule as SQL over columns of `messages`, valid on both databases. */
  condition: string
  holds(flags: PlacementFlags): boolean
}

const ORDINARY = 'not is_spam and not is_trash and not is_draft'
const isOrdinary = (flags: PlacementFlags) => !flags.isSpam && !flags.isTrash && !flags.isDraft

/**
 * The one place that says which messages a box lists. A message that was sent to oneself is in
 * INBOX and in SENT; spam that was thrown away is in TRASH only.
 */
export const BOX_RULES: readonly BoxRule[] = [
  { box: 'ALL_MAIL', condition: ORDINARY, holds: isOrdinary },
  {
    box: 'INBOX',
    condition: `in_inbox and ${ORDINARY}`,
    holds: (flags) => flags.inInbox && isOrdinary(flags),
  },
  {
    box: 'SENT',
    condition: `is_sent and ${ORDINARY}`,
    holds: (flags) => flags.isSent && isOrdinary(flags),
  },
  {
    box: 'SPAM',
    condition: 'is_spam and not is_trash',
    holds: (flags) => flags.isSpam && !flags.isTrash,
  },
  { box: 'TRASH', condition: 'is_trash', holds: (flags) => flags.isTrash },
  {
    box: 'ARCHIVE',
    condition: `not in_inbox and not is_sent and ${ORDINARY}`,
    holds: (flags) => !flags.inInbox && !flags.isSent && isOrdinary(flags),
  },
  {
    box: 'STARRED',
    condition: `is_starred and ${ORDINARY}`,
    holds: (flags) => flags.isStarred && isOrdinary(flags),
  },
]

/** The SQL condition of a box, without parameters so that partial indexes match it. */
export function boxCondition(box: Box): string {
  const rule = BOX_RULES.find((candidate) => candidate.box === box)
  if (!rule) throw new Error(`No rule for the box ${box}`)
  return rule.condition
}

/** Every box that lists a message with these flags. */
export function boxesOf(flags: PlacementFlags): Box[] {
  return BOX_RULES.filter((rule) => rule.holds(flags)).map((rule) => rule.box)
}

/** The box that a message is shown as being in, where it is in several. */
export function homeBoxOf(flags: PlacementFlags): HomeBox {
  if (flags.isTrash) return 'TRASH'
  if (flags.isSpam) return 'SPAM'
  if (flags.isDraft) return 'DRAFT'
  if (flags.inInbox) return 'INBOX'
  if (flags.isSent) return 'SENT'
  return 'ARCHIVE'
}
