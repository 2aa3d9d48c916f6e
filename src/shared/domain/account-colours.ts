/**
 * The colours that accounts and mailboxes can have: told apart at a glance, readable in light and
 * dark. A new account gets the next one. The id is its name in the catalogues of words.
 */
export const ACCOUNT_COLOURS = [
  { id: 'blue', value: '#3b6fd8' },
  { id: 'orange', value: '#c2570c' },
  { id: 'green', value: '#0f8a6d' },
  { id: 'purple', value: '#9b4dca' },
  { id: 'red', value: '#b3324b' },
  { id: 'olive', value: '#5b7a1f' },
  { id: 'teal', value: '#0e7fa6' },
  { id: 'brown', value: '#8a6410' },
] as const

/** The colour of the n-th account, beginning again after the last. */
export function nthAccountColour(index: number): string {
  return (ACCOUNT_COLOURS[index % ACCOUNT_COLOURS.length] ?? ACCOUNT_COLOURS[0]).value
}
