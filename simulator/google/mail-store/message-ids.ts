/**
 * Gmail's message ids are 16 hex digits that say nothing. Here the first eight belong to the
 * mailbox and the last eight are the row, scrambled by a bijection, so that no table is needed.
 */
export interface MessageIds {
  idOf(row: number): string
  /** The row of an id, or null where it is not of this mailbox. */
  rowOf(id: string): number | null
}

const MULTIPLIER = 0x9e3779b1n
const MODULUS = 1n << 32n
const INVERSE = inverse(MULTIPLIER)

export function createMessageIds(seed: number): MessageIds {
  const prefix = ((0x18000000 | (seed & 0x07ffffff)) >>> 0).toString(16).padStart(8, '0')
  const offset = BigInt(seed >>> 0)
  return {
    idOf: (row) => {
      const scrambled = (BigInt(row) * MULTIPLIER + offset) % MODULUS
      return prefix + scrambled.toString(16).padStart(8, '0')
    },
    rowOf: (id) => {
      if (!/^[0-9a-f]{16}$/u.test(id) || !id.startsWith(prefix)) return null
      const scrambled = BigInt(`0x${id.slice(8)}`)
      return Number(((scrambled + MODULUS - offset) * INVERSE) % MODULUS)
    },
  }
}

/** The inverse modulo 2^32 of an odd number, by Newton's iteration. */
function inverse(odd: bigint): bigint {
  let result = odd
  for (let round = 0; round < 5; round += 1)
    result = (result * ((2n - ((odd * result) % MODULUS) + MODULUS) % MODULUS)) % MODULUS
  return result
}
