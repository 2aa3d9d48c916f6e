import type { gmail_v1 } from '@googleapis/gmail'
import type { LabelRole } from '#shared/contract/enums.ts'
import type { ProviderLabel } from '#core/ports/provider.ts'

const ROLES: Partial<Record<string, LabelRole>> = {
  INBOX: 'inbox',
  SENT: 'sent',
  DRAFT: 'drafts',
  SPAM: 'spam',
  TRASH: 'trash',
  STARRED: 'starred',
  IMPORTANT: 'important',
}

/**
 * Labels as Gmail lists them (REST reference, users.labels). Gmail has no tree: a label is nested in
 * the one whose name is the beginning of its own up to a slash, as its own pages show it.
 */
export function convertLabels(labels: readonly gmail_v1.Schema$Label[]): ProviderLabel[] {
  const named = labels.flatMap((label) => (label.id ? [{ ...label, id: label.id }] : []))
  const byName = new Map(
    named.flatMap(({ id, name, type }) => (type === 'user' && name ? [[name, id] as const] : [])),
  )
  return named.map(({ id, name, type, color, labelListVisibility }) => ({
    id,
    name: name ?? id,
    kind: type === 'user' ? 'user' : 'system',
    type: typeOf(id, type),
    role: ROLES[id] ?? null,
    parentId: type === 'user' ? parentOf(name ?? '', byName) : null,
    colour: colourOf(color?.backgroundColor),
    isHidden: labelListVisibility === 'labelHide',
  }))
}

function typeOf(id: string, type: string | null | undefined): ProviderLabel['type'] {
  if (type === 'user') return 'label'
  return id.startsWith('CATEGORY_') ? 'category' : 'system'
}

/** The nearest label above: levels between that are no labels are passed over. */
function parentOf(name: string, byName: ReadonlyMap<string, string>): string | null {
  for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) {
    const parent = byName.get(name.slice(0, at))
    if (parent !== undefined) return parent
  }
  return null
}

function colourOf(value: string | null | undefined): string | null {
  return value && /^#[0-9a-f]{6}$/iu.test(value) ? value.toLowerCase() : null
}
