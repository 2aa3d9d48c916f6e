import type { MimePart } from '../read/parsed-message.ts'
import { outerIdOf } from './new-parts.ts'
import { openWrappers, type FetchPart } from './open-wrappers.ts'

/**
 * The part with a number, inside a wrapper too: then the wrapper is fetched and opened again. Throws
 * what `fetch` throws.
 */
export async function findPart(
  root: MimePart,
  partId: string,
  fetch: FetchPart,
): Promise<MimePart | null> {
  const outerId = outerIdOf(partId)
  const part = findLeaf(root, outerId ?? partId)
  if (part === null || outerId === null) return part
  const inner = findLeaf((await openWrappers(part, fetch)).root, partId)
  // What is inside and has no bytes is empty.
  return inner && { ...inner, content: inner.content ?? new Uint8Array() }
}

/** What stands where a wrapper was has the wrapper's number as well, but it has children. */
function findLeaf(root: MimePart, partId: string): MimePart | null {
  const waiting = [root]
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (part.children.length === 0 && part.partId === partId) return part
    waiting.push(...part.children.toReversed())
  }
  return null
}
