/** Whether a partial change sets no column; an UPDATE without one is not valid SQL. */
export function isEmptyChange(change: object): boolean {
  return Object.values(change).every((value) => value === undefined)
}
