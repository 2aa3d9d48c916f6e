import { storableText } from '../domain/storable-text.ts'
import { OperationError } from '../errors.ts'

/** Far deeper than any input of the contract, and far from the depth at which recursion fails. */
const MAX_DEPTH = 32

/**
 * Checks how deep objects and lists are nested, without recursion. Call it before anything else walks
 * a value from outside.
 *
 * @throws OperationError invalid_input beyond 32 levels
 */
export function checkDepth(value: unknown): void {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) {
      throw new OperationError(
        'invalid_input',
        `The input is nested more than ${MAX_DEPTH} levels deep`,
      )
    }
    level = level.flatMap((entry): unknown[] => (isContainer(entry) ? Object.values(entry) : []))
  }
}

/**
 * The input with every text cleaned by `storableText`, so that what is validated, stored and returned
 * is the same text. Returns the value itself where nothing had to be cleaned.
 *
 * @throws OperationError invalid_input where it is nested too deep
 */
export function cleanInput(value: unknown): unknown {
  checkDepth(value)
  return clean(value)
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (!isContainer(value)) return value
  const entries = Object.entries(value)
  const cleaned = entries.map(([key, entry]): [string, unknown] => [key, clean(entry)])
  if (cleaned.every(([, entry], index) => entry === entries[index]?.[1])) return value
  return Array.isArray(value) ? cleaned.map(([, entry]) => entry) : Object.fromEntries(cleaned)
}

/** A list or a plain object; bytes are neither. */
function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)
}
