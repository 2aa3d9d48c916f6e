/** A Gmail label: the system's own, or one the user made. */
export interface LabelDefinition {
  id: string
  name: string
  type: 'system' | 'user'
  messageListVisibility: 'show' | 'hide' | null
  labelListVisibility: 'labelShow' | 'labelShowIfUnread' | 'labelHide' | null
  color: { textColor: string; backgroundColor: string } | null
}

export const SYSTEM_LABELS = [
  'CHAT',
  'SENT',
  'INBOX',
  'IMPORTANT',
  'TRASH',
  'DRAFT',
  'SPAM',
  'CATEGORY_FORUMS',
  'CATEGORY_UPDATES',
  'CATEGORY_PERSONAL',
  'CATEGORY_PROMOTIONS',
  'CATEGORY_SOCIAL',
  'STARRED',
  'UNREAD',
] as const

/** Labels nobody may add or remove by hand. */
export const FIXED_LABELS: ReadonlySet<string> = new Set(['SENT', 'DRAFT', 'CHAT'])

/** A fresh mailbox's labels. */
export function systemLabels(): Map<string, LabelDefinition> {
  return new Map(
    SYSTEM_LABELS.map((id) => {
      const isCategory = id.startsWith('CATEGORY_')
      const label: LabelDefinition = {
        id,
        name: id,
        type: 'system',
        messageListVisibility: isCategory ? 'hide' : null,
        labelListVisibility: isCategory ? 'labelHide' : null,
        color: null,
      }
      return [id, label]
    }),
  )
}

/** Where mail lies is one place: inbox, spam or trash. Adding one takes the others away. */
const EXCLUSIVE_LABELS = ['INBOX', 'SPAM', 'TRASH'] as const

/** The labels that go when `added` come. */
export function labelsReplacedBy(added: readonly string[]): string[] {
  const place = EXCLUSIVE_LABELS.find((label) => added.includes(label))
  return place === undefined ? [] : EXCLUSIVE_LABELS.filter((label) => label !== place)
}
