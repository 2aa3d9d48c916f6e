/** One or two capital letters for a person: first and last word of the name, else the address. */
export function initialsOf(name: string, email: string): string {
  const words = (name.trim() === '' ? (email.split('@')[0] ?? '') : name)
    .split(/[\s._-]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''))
    .filter((word) => word !== '')
  const first = firstLetter(words[0])
  const last = words.length > 1 ? firstLetter(words.at(-1)) : ''
  return first + last || '?'
}

/** A hue of 0 to 359 degrees that depends only on the address. */
export function addressHue(email: string): number {
  let hash = 7
  for (const char of email.toLowerCase()) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 360_007
  return hash % 360
}

function firstLetter(word: string | undefined): string {
  return String.fromCodePoint(word?.codePointAt(0) ?? 0x20)
    .trim()
    .toLocaleUpperCase()
}
