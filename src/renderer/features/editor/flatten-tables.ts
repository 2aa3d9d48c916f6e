/** An em space: blanks would become one, and a tab as well. */
const GAP = '\u2003'
const BLOCKS = 'address, blockquote, div, dl, h1, h2, h3, h4, h5, h6, hr, li, ol, p, pre, table, ul'

/**
 * HTML whose tables are lines of text. The editor has no tables, and left to itself it would run the
 * cells of a pasted spreadsheet together; here each row is a paragraph with a gap between its cells.
 * A cell of several paragraphs keeps them.
 */
export function flattenTables(html: string): string {
  if (!/<table\b/iu.test(html)) return html
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  // From the inside out: a table in a cell becomes paragraphs of that cell.
  for (const table of [...body.querySelectorAll('table')].reverse()) {
    const lines = [...table.rows].flatMap((row) => flattenRow([...row.cells]))
    table.replaceWith(...(table.caption?.childNodes ?? []), ...lines)
  }
  return body.innerHTML
}

function flattenRow(cells: readonly HTMLTableCellElement[]): HTMLElement[] {
  for (const cell of cells) unwrapOnlyParagraph(cell)
  if (cells.some((cell) => cell.querySelector(BLOCKS) !== null)) {
    return cells.map((cell) => moveInto('div', [cell]))
  }
  return [moveInto('p', cells)]
}

/** Word puts a paragraph around the text of each cell. */
function unwrapOnlyParagraph(cell: Element): void {
  const [only, ...others] = cell.children
  if (only?.tagName !== 'P' || others.length > 0) return
  if (cell.textContent.trim() === only.textContent.trim()) only.replaceWith(...only.childNodes)
}

function moveInto(name: 'div' | 'p', cells: readonly Element[]): HTMLElement {
  const line = document.createElement(name)
  for (const cell of cells) {
    if (line.hasChildNodes()) line.append(GAP)
    line.append(...cell.childNodes)
  }
  return line
}
