import { cleanName, type TypedPerson } from './read-typed-entry.ts'

/**
 * Reads lines of which some have the tabs of a spreadsheet. A row is about the address in it: the
 * words in the cells before it are the name, or else the first words after it; in a table of several
 * rows the other columns (a town, a telephone number) are not recipients. A row of words alone stays
 * as text, like a heading or somebody without an address.
 */
export function readRows(text: string, readList: (text: string) => TypedPerson[]): TypedPerson[] {
  const people: TypedPerson[] = []
  let lines: string[] = []
  const rowCount = text
    .split('\n')
    .filter((line) => line.includes('\t') && line.includes('@')).length
  const flush = (): void => {
    for (const person of readList(lines.join('\n'))) people.push(person)
    lines = []
  }
  for (const line of text.split('\n')) {
    if (!line.includes('\t')) {
      lines.push(line)
      continue
    }
    flush()
    people.push(...readRow(line.split('\t').map(unquoteCell), readList, rowCount > 1))
  }
  flush()
  return people
}

function readRow(
  cells: readonly string[],
  readList: (text: string) => TypedPerson[],
  isTable: boolean,
): TypedPerson[] {
  const people: TypedPerson[] = []
  let words: string[] = []
  for (const cell of cells) {
    const found = cell.includes('@') ? readList(cell) : []
    const [first] = found
    if (first?.email !== undefined && first.email !== '') {
      if (first.name === '') first.name = cleanName(words.join(' '), first.email)
      else people.push(...words.map(asText))
      words = []
      people.push(...found)
    } else if (/\p{L}|@/u.test(cell)) {
      words.push(cell.trim())
    }
  }
  const [first] = people
  if (first === undefined) return readList(cells.join(' '))
  const [name, ...others] = words
  if (name === undefined) return people
  const isNamed = first.name !== '' || people.length > 1
  if (!isNamed) first.name = cleanName(name, first.email)
  // A word with an @ in it was meant to be an address.
  const left = (isNamed ? words : others).filter((word) => !isTable || word.includes('@'))
  return [...people, ...left.map(asText)]
}

function asText(text: string): TypedPerson {
  return { name: text, email: '', angled: false, text }
}

/** Spreadsheets put a cell with quotation marks or line breaks in it between quotation marks. */
function unquoteCell(cell: string): string {
  const quoted = /^\s*"([^"]*(?:""[^"]*)*)"\s*$/u.exec(cell)
  return quoted ? (quoted[1] ?? '').replaceAll('""', '"') : cell
}
