/**
 * Text as both databases and JSON can hold it: U+0000 and unpaired surrogates are taken out (Postgres
 * refuses both). The one rule for text from people, applied before it is validated, and for text from
 * mail, applied before it is stored.
 */
export function storableText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed()
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '') : wellFormed
}
