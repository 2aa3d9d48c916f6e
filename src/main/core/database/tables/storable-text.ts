/**
 * Text as both databases can hold it. Postgres refuses U+0000 and text that is not well-formed
 * Unicode; hostile mail has both, so they are taken out on SQLite too and the two stay equal.
 */
export function storableText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed()
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '') : wellFormed
}
