import { describe, expect, it } from 'vitest'
import {
  addChips,
  chipLabel,
  chipsFromPerson,
  isRecipientSeparator,
  isValidChip,
  parseChips,
} from './recipients.ts'

describe('parseChips', () => {
  it('reads names and addresses from one pasted list', () => {
    const chips = parseChips(
      'Ana Ruiz <ana@example.com>, bob@example.com; "Ruiz, Eva" <eva@example.com>',
    )
    expect(chips.map((chip) => [chip.name, chip.email])).toEqual([
      ['Ana Ruiz', 'ana@example.com'],
      ['', 'bob@example.com'],
      ['Ruiz, Eva', 'eva@example.com'],
    ])
  })

  it('reads a column copied from a table', () => {
    const chips = parseChips('ana@example.com\r\nbob@example.com\r\n')
    expect(chips.map((chip) => chip.email)).toEqual(['ana@example.com', 'bob@example.com'])
  })

  it('reads addresses separated by spaces only', () => {
    expect(parseChips('a@example.com b@example.com').map((chip) => chip.email)).toEqual([
      'a@example.com',
      'b@example.com',
    ])
  })

  it('keeps what is not an address, marked invalid, so that it can be corrected', () => {
    const [chip] = parseChips('ana at example.com')
    expect(chip).toEqual({ name: '', email: '', text: 'ana at example.com' })
    expect(chip && isValidChip(chip)).toBe(false)
  })

  it('finds nothing in blank text', () => {
    expect(parseChips(' , ;\n')).toEqual([])
  })
})

describe('addChips', () => {
  it('leaves out an address that is already there, whatever its case', () => {
    const chips = addChips(
      parseChips('ana@example.com'),
      parseChips('Ana <ANA@example.com>, b@example.com'),
    )
    expect(chips.map((chip) => chip.email)).toEqual(['ana@example.com', 'b@example.com'])
  })
})

describe('isRecipientSeparator', () => {
  it('ends at a comma, but not inside a quoted name', () => {
    expect(isRecipientSeparator(',', 'ana@example.com')).toBe(true)
    expect(isRecipientSeparator(',', '"Ruiz" <ana@example.com> "Bo')).toBe(false)
    expect(isRecipientSeparator(',', 'Ruiz')).toBe(false)
    expect(isRecipientSeparator(';', 'Ruiz')).toBe(true)
    expect(isRecipientSeparator('、', 'ana@example.com')).toBe(true)
  })

  it('ends at a space only after a whole address', () => {
    expect(isRecipientSeparator(' ', 'ana@example.com')).toBe(true)
    expect(isRecipientSeparator(' ', 'Ana')).toBe(false)
  })

  it('never ends an empty recipient', () => {
    expect(isRecipientSeparator(',', ' ')).toBe(false)
  })
})

describe('chips of a draft', () => {
  const labels = (name: string, email: string) => chipsFromPerson({ name, email }).map(chipLabel)

  it('shows a name, or else the address', () => {
    expect(labels('Ana', 'ana@example.com')).toEqual(['Ana'])
    expect(labels('', 'ana@example.com')).toEqual(['ana@example.com'])
  })

  it('shows the text of a recipient that was never finished', () => {
    const chips = chipsFromPerson({ name: 'ana@', email: '' })
    expect(chips.map(isValidChip)).toEqual([false])
    expect(chips.map(chipLabel)).toEqual(['ana@'])
  })

  it('cleans an address that was kept with invisible characters', () => {
    expect(chipsFromPerson({ name: '', email: '\u200bana@example.com' })[0]?.email).toBe(
      'ana@example.com',
    )
  })
})
