/** A message's id of ours, a whole number within JavaScript's safe range, or null for other text. */
export function parseRowId(text: string): number | null {
  const number = /^\d{1,16}$/u.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(number) ? number : null
}
