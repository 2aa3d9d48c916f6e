/** What is needed of a keyboard event to name the keys. */
export interface KeyPress {
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/**
 * The name of a key press: `j`, `Shift+i`, `Mod+k` (Ctrl or ⌘), `Enter`, `?`. Shift is named only
 * with letters and long names, because `?` already says it. Null for a bare modifier.
 */
export function formatChord({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyPress): string | null {
  if (['Shift', 'Control', 'Meta', 'Alt', 'AltGraph', 'Dead'].includes(key)) return null
  const isLetter = /^\p{L}$/u.test(key)
  const name = isLetter ? key.toLowerCase() : key
  const modifiers = [
    ...(ctrlKey || metaKey ? ['Mod'] : []),
    ...(altKey ? ['Alt'] : []),
    ...(shiftKey && (isLetter || key.length > 1) ? ['Shift'] : []),
  ]
  return [...modifiers, name].join('+')
}

/** Milliseconds in which the second key of `g i` must come. */
const SEQUENCE_MS = 1500

/**
 * Finds the command of each key press. Sequences are written with a space: `g i`. Answers the
 * command’s id, `prefix` while a sequence has begun, or null.
 */
export function createKeyMatcher<Id extends string>(
  bindings: readonly { id: Id; keys: readonly string[] }[],
  now: () => number,
): (chord: string) => { id: Id } | 'prefix' | null {
  const byKeys = new Map(bindings.flatMap(({ id, keys }) => keys.map((key) => [key, id] as const)))
  const prefixes = new Set(
    [...byKeys.keys()].flatMap((keys) => (keys.includes(' ') ? [keys.split(' ')[0]] : [])),
  )
  let pending: { chord: string; at: number } | null = null
  return (chord) => {
    const first = pending !== null && now() - pending.at <= SEQUENCE_MS ? pending.chord : null
    pending = null
    if (first !== null) {
      const id = byKeys.get(`${first} ${chord}`)
      if (id !== undefined) return { id }
    }
    if (prefixes.has(chord)) {
      pending = { chord, at: now() }
      return 'prefix'
    }
    const id = byKeys.get(chord)
    return id === undefined ? null : { id }
  }
}
