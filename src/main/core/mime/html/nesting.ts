import { tokenizeHtml } from './tokenize-html.ts'

/** Elements that hold nothing, and those that the next of their kind closes: they nest nothing. */
const FLAT = new Set(
  (
    'area base br col embed hr img input link meta param source track wbr ' +
    'dd dt li option p td th tr'
  ).split(' '),
)

/**
 * True when more than `limit` elements may be open at once. A parser keeps each of them on a stack,
 * and hostile mail uses that to make it slow. End tags are not matched with their start tags, so it is
 * an estimate; linear in the length of the input.
 */
export function isNestedDeeperThan(html: string, limit: number): boolean {
  let depth = 0
  let deepest = 0
  tokenizeHtml(
    html,
    {
      open(name) {
        if (FLAT.has(name)) return
        depth += 1
        deepest = Math.max(deepest, depth)
      },
      close(name) {
        if (depth > 0 && !FLAT.has(name)) depth -= 1
      },
    },
    () => deepest > limit,
  )
  return deepest > limit
}
