import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { catalogue, type Messages } from './catalogue.ts'

const PLURAL = /_(?:zero|one|two|few|many|other)$/u

/** Keys as dotted paths, plural forms under one name: languages differ in how many they have. */
function keysOf(messages: Messages, prefix = ''): string[] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`),
  )
}
const base = (keys: string[]) => [...new Set(keys.map((key) => key.replace(PLURAL, '')))].toSorted()

function textOf(messages: Messages, path: string): string {
  return path.split('.').reduce<Messages | string>((at, key) => {
    const next = typeof at === 'string' ? undefined : at[key]
    return next ?? ''
  }, messages) as string
}

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', {
  eager: true,
  query: '?raw',
  import: 'default',
})
const files = Object.entries(sources)
  .filter(([file]) => !file.endsWith('.test.ts'))
  .map(([file, source]) => ({ file, source }))

describe('the message catalogues', () => {
  const en = catalogue('en')
  const es = catalogue('es')

  it('have the same keys', () => {
    expect(base(keysOf(es))).toEqual(base(keysOf(en)))
  })

  it('have every plural form of their language', () => {
    for (const [language, messages] of [
      ['en', en],
      ['es', es],
    ] as const) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      const keys = keysOf(messages)
      const plural = base(keys.filter((key) => PLURAL.test(key)))
      const missing = plural.flatMap((key) =>
        forms.map((form) => `${key}_${form}`).filter((full) => !keys.includes(full)),
      )
      expect(missing, language).toEqual([])
    }
  })

  it('use the same placeholders', () => {
    const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)/gu)].map((m) => m[1])
    for (const key of keysOf(en).filter((key) => keysOf(es).includes(key))) {
      const ofEn = new Set(placeholders(textOf(en, key)))
      const ofEs = new Set(placeholders(textOf(es, key)))
      expect(ofEs, key).toEqual(ofEn)
    }
  })

  it('hold every key that the source names', () => {
    const known = new Set(base(keysOf(en)))
    const unknown = files.flatMap(({ file, source }) =>
      [...source.matchAll(/\bt\(\s*'([\w.]+)'/gu)]
        .map((match) => match[1] ?? '')
        .filter((key) => !known.has(key))
        .map((key) => `${file}: ${key}`),
    )
    expect(unknown).toEqual([])
  })
})

/** Attributes whose value a person sees or hears. */
const SPOKEN = new Set(['aria-label', 'title', 'placeholder', 'label', 'description', 'alt'])

/** JSX text and spoken attributes with words in them; an address scheme is no word. */
function literalsIn(file: string, source: string): string[] {
  const found: string[] = []
  const note = (text: string) => {
    if (/\p{L}{2,}/u.test(text.replace(/https?:\/\//gu, ''))) found.push(`${file}: ${text.trim()}`)
  }
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node)) note(node.text)
    if (
      ts.isJsxAttribute(node) &&
      SPOKEN.has(node.name.getText()) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer)
    ) {
      note(node.initializer.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX))
  return found
}

describe('text on the screen', () => {
  it('would be found', () => {
    expect(literalsIn('x.tsx', 'const a = <p title="Hello">World <b>{t()}</b></p>')).toHaveLength(2)
  })

  it('never stands in the source', () => {
    const tsx = files.filter(({ file }) => file.endsWith('.tsx'))
    expect(tsx.length).toBeGreaterThan(20)
    expect(tsx.flatMap(({ file, source }) => literalsIn(file, source))).toEqual([])
  })
})
