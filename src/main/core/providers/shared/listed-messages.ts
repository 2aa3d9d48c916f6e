/**
 * The ids that a provider lists, with the numbers of the labels that each is listed under. A million
 * ids take about 8 MB, plus 4 MB for every 32 labels, instead of some 100 bytes each as texts.
 */
export interface ListedMessages {
  /** To be called for every id before the first `has` or `addLabel`. */
  add(id: string): void
  has(id: string): boolean
  /** Ignores an id that is not listed. */
  addLabel(id: string, label: number): void
  /** The numbers of the labels of a listed id, in ascending order. */
  labelsOf(id: string): number[]
}

interface Bucket {
  keys: BigUint64Array
  length: number
  isSorted: boolean
  /** `words` numbers of 32 bits for each key: one bit for each label. */
  labels: Uint32Array
}

/** Buckets are sorted one by one at their first use, so that no sort blocks the event loop. */
const BUCKETS = 1_024
const FIRST_CAPACITY = 16
const SPREAD = 0x9e37_79b9_7f4a_7c15n

/** @param labelCount labels are numbered from 0 up to this number, exclusive */
export function createListedMessages(labelCount = 0): ListedMessages {
  const words = Math.ceil(labelCount / 32)
  const buckets = Array.from({ length: BUCKETS }, (): Bucket => ({
    keys: new BigUint64Array(0),
    length: 0,
    isSorted: false,
    labels: new Uint32Array(0),
  }))

  function bucketOf(key: bigint): Bucket {
    const bucket = buckets[Number(BigInt.asUintN(64, key * SPREAD) >> 54n)]
    if (!bucket) throw new Error('A bucket is missing')
    return bucket
  }

  /** Where the key is in its sorted bucket, or -1. */
  function findIn(bucket: Bucket, key: bigint): number {
    if (!bucket.isSorted) {
      bucket.keys = bucket.keys.slice(0, bucket.length).sort()
      bucket.labels = new Uint32Array(bucket.length * words)
      bucket.isSorted = true
    }
    let low = 0
    let high = bucket.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((bucket.keys[middle] ?? 0n) < key) low = middle + 1
      else high = middle
    }
    return low < bucket.length && bucket.keys[low] === key ? low : -1
  }

  return {
    add(id) {
      const key = keyOf(id)
      const bucket = bucketOf(key)
      if (bucket.isSorted) throw new Error('Ids are added before they are looked up')
      if (bucket.length === bucket.keys.length) {
        const grown = new BigUint64Array(Math.max(FIRST_CAPACITY, bucket.length * 2))
        grown.set(bucket.keys)
        bucket.keys = grown
      }
      bucket.keys[bucket.length] = key
      bucket.length += 1
    },
    has(id) {
      const key = keyOf(id)
      return findIn(bucketOf(key), key) >= 0
    },
    addLabel(id, label) {
      const key = keyOf(id)
      const bucket = bucketOf(key)
      const position = findIn(bucket, key)
      if (position < 0) return
      const at = position * words + (label >> 5)
      bucket.labels[at] = (bucket.labels[at] ?? 0) | (1 << (label & 31))
    },
    labelsOf(id) {
      const key = keyOf(id)
      const bucket = bucketOf(key)
      const position = findIn(bucket, key)
      if (position < 0) return []
      const labels: number[] = []
      for (let label = 0; label < labelCount; label += 1) {
        const word = bucket.labels[position * words + (label >> 5)] ?? 0
        if ((word & (1 << (label & 31))) !== 0) labels.push(label)
      }
      return labels
    },
  }
}

/**
 * An id as 64 bits. Gmail's ids are 16 hexadecimal digits, which are exact. Any other id is replaced
 * by a hash: among a million ids two are the same with a chance of about 1 in 30 million.
 */
function keyOf(id: string): bigint {
  return /^[0-9a-f]{1,16}$/u.test(id) ? BigInt(`0x${id}`) : hash64(id)
}

/** A 64-bit hash that mixes well (cyrb53 without its last cut to 53 bits). Not for secrets. */
function hash64(text: string): bigint {
  let one = 0xdead_beef
  let other = 0x41c6_ce57
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    one = Math.imul(one ^ unit, 2_654_435_761)
    other = Math.imul(other ^ unit, 1_597_334_677)
  }
  one = Math.imul(one ^ (one >>> 16), 2_246_822_507)
  one ^= Math.imul(other ^ (other >>> 13), 3_266_489_909)
  other = Math.imul(other ^ (other >>> 16), 2_246_822_507)
  other ^= Math.imul(one ^ (one >>> 13), 3_266_489_909)
  return (BigInt(other >>> 0) << 32n) | BigInt(one >>> 0)
}
