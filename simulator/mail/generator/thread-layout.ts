import { createRandom, mixSeed } from '../../control/seeded-random.ts'

/** Threads live inside blocks of this many messages, so that any index is found without a table. */
export const BLOCK = 64

export interface ThreadPosition {
  /** Index of the message that started the thread. */
  head: number
  /** 0 for the head, 1 for the first answer, … */
  position: number
  /** Index of the message before it in the thread, or null for the head. */
  previous: number | null
}

export interface ThreadLayout {
  positionOf(index: number): ThreadPosition
}

/**
 * Which message belongs to which thread, from the seed alone. Threads overlap in time as real ones
 * do; their average length is `threadSize`.
 */
export function createThreadLayout(seed: number, threadSize: number): ThreadLayout {
  const cache = new Map<number, ThreadPosition[]>()

  const layout = (block: number): ThreadPosition[] => {
    const random = createRandom(mixSeed(seed, 0x7e0d, block))
    const open: { head: number; length: number; last: number }[] = []
    const places: ThreadPosition[] = []
    const begins = 1 / Math.max(1, threadSize)
    for (let offset = 0; offset < BLOCK; offset += 1) {
      const index = block * BLOCK + offset
      const recent = open.slice(-6)
      const joined = recent[random.below(recent.length)]
      if (!joined || random.chance(begins)) {
        open.push({ head: index, length: 1, last: index })
        places.push({ head: index, position: 0, previous: null })
      } else {
        places.push({ head: joined.head, position: joined.length, previous: joined.last })
        joined.length += 1
        joined.last = index
      }
    }
    return places
  }

  return {
    positionOf: (index) => {
      const block = Math.floor(index / BLOCK)
      let places = cache.get(block)
      if (!places) {
        places = layout(block)
        if (cache.size >= 256) cache.delete(cache.keys().next().value ?? block)
        cache.set(block, places)
      }
      return places[index % BLOCK] ?? { head: index, position: 0, previous: null }
    },
  }
}
