import type { ProviderLabel } from '#core/ports/provider.ts'

/** A label of the person's own at the top of the tree, with the given changes. */
export function providerLabel(
  label: Pick<ProviderLabel, 'id'> & Partial<ProviderLabel>,
): ProviderLabel {
  return {
    name: label.id,
    kind: 'user',
    type: 'label',
    role: null,
    parentId: null,
    colour: null,
    isHidden: false,
    ...label,
  }
}
