/** The search field’s id, so that a key can reach it from anywhere. */
export const SEARCH_FIELD_ID = 'message-search'

/** Puts the cursor into the search field, with its text selected. */
export function focusSearch(): void {
  const field = document.getElementById(SEARCH_FIELD_ID)
  if (field instanceof HTMLInputElement) {
    field.focus()
    field.select()
  }
}
