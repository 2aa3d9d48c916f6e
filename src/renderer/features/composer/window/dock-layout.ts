/** How a composer is shown. */
export type ComposerLayout = 'docked' | 'full' | 'minimised'

export const COMPOSER_WIDTH = 560
const BAR_WIDTH = 240
const GAP = 12

/**
 * Which composers stand open side by side in a page of the given width (px); the others are shown
 * as bars. The active one always stands open, then those that were opened last.
 */
export function getExpandedKeys(
  composers: readonly { key: string; layout: ComposerLayout }[],
  activeKey: string | null,
  width: number,
): Set<string> {
  const wanting = composers.filter((composer) => composer.layout === 'docked').toReversed()
  const ordered = wanting.toSorted(
    (one, other) => Number(other.key === activeKey) - Number(one.key === activeKey),
  )
  const open = new Set<string>()
  for (const { key } of ordered) {
    const bars = composers.length - open.size - 1
    const needed = (open.size + 1) * (COMPOSER_WIDTH + GAP) + bars * (BAR_WIDTH / 2 + GAP) + GAP
    if (open.size === 0 || needed <= width) open.add(key)
  }
  return open
}

/**
 * Pixels left at the start of a page of the given width, beside what stands open; 0 under a
 * composer that fills the page.
 */
export function getFreeWidth(
  composers: readonly { key: string; layout: ComposerLayout }[],
  activeKey: string | null,
  width: number,
): number {
  if (composers.some(({ layout }) => layout === 'full')) return 0
  const open = getExpandedKeys(composers, activeKey, width).size
  const bars = composers.length - open
  return Math.max(0, width - GAP - open * (COMPOSER_WIDTH + GAP) - bars * (BAR_WIDTH + GAP))
}
