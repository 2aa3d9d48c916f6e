import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { resolveImport } from './dependency-rule.ts'
import { findCycles } from './find-cycles.ts'
import { partOf } from './layers.ts'

const root = resolve(import.meta.dirname, '../..')

/** The imports and re-exports that run when the file is loaded: neither types nor `import()`. */
function loadedImports(file: string): string[] {
  const source = readFileSync(resolve(root, file), 'utf8')
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest)
  return parsed.statements.flatMap((statement) => {
    const specifier = loadedSpecifier(statement)
    const target = specifier === null ? null : resolveImport(file, specifier)
    return target !== null && 'file' in target ? [target.file.replaceAll('\\', '/')] : []
  })
}

function loadedSpecifier(statement: ts.Statement): string | null {
  const isImport = ts.isImportDeclaration(statement)
  if (!isImport && !ts.isExportDeclaration(statement)) return null
  const { moduleSpecifier } = statement
  if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return null
  if (isImport) {
    const clause = statement.importClause
    if (clause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return null
    const bindings = clause?.namedBindings
    if (clause && !clause.name && bindings && hasOnlyTypes(bindings)) return null
  } else {
    if (statement.isTypeOnly) return null
    if (statement.exportClause && hasOnlyTypes(statement.exportClause)) return null
  }
  return moduleSpecifier.text
}

function hasOnlyTypes(bindings: ts.NamedImportBindings | ts.NamedExportBindings): boolean {
  if (!ts.isNamedImports(bindings) && !ts.isNamedExports(bindings)) return false
  return bindings.elements.every(({ isTypeOnly }) => isTypeOnly)
}

describe('imports', () => {
  const files = globSync('{src,simulator,tests,bench,scripts}/**/*.{ts,tsx}', { cwd: root }).map(
    (file) => file.replaceAll('\\', '/'),
  )
  const imports = new Map(files.map((file) => [file, loadedImports(file)]))

  it('go round in no circle', () => {
    expect(files.length).toBeGreaterThan(300)
    expect(findCycles(imports).map((cycle) => cycle.join(' -> '))).toEqual([])
  })

  it('of the features go round in no circle', () => {
    const parts = new Map<string, string[]>()
    for (const [file, targets] of imports) {
      const part = partOf(file)
      if (part === null || /\.test\.tsx?$/u.test(file)) continue
      const others = targets.map(partOf).filter((other) => other !== null && other !== part)
      parts.set(part, [...(parts.get(part) ?? []), ...others.filter((other) => other !== null)])
    }
    expect(parts.size).toBeGreaterThan(5)
    expect(findCycles(parts).map((cycle) => cycle.join(' -> '))).toEqual([])
  })

  it.each([
    [{ a: ['b'], b: ['c'], c: ['a'] }, ['a -> b -> c -> a']],
    [{ a: ['a'] }, ['a -> a']],
    [{ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, []],
  ])('of %j have the circles %j', (graph, expected) => {
    const cycles = findCycles(new Map(Object.entries<string[]>(graph)))
    expect(cycles.map((cycle) => cycle.join(' -> '))).toEqual(expected)
  })
})
