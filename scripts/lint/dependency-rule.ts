import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Rule } from 'eslint'
import { findViolation } from './layers.ts'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

const ALIASES: Record<string, string> = {
  '#shared/': 'src/shared/',
  '#core/': 'src/main/core/',
  '#hosts/': 'src/main/hosts/',
  '#simulator/': 'simulator/',
}

/** What a specifier written in `from` (a path from the root) points to. */
export function resolveImport(
  from: string,
  specifier: string,
): { file: string } | { package: string } | null {
  const bare = specifier.replace(/\?.*$/u, '')
  if (bare.startsWith('.')) return { file: relative(ROOT, resolve(ROOT, dirname(from), bare)) }
  const alias = Object.keys(ALIASES).find((prefix) => bare.startsWith(prefix))
  if (alias) return { file: `${ALIASES[alias] ?? ''}${bare.slice(alias.length)}` }
  return bare.startsWith('virtual:') ? null : { package: bare }
}

/** ESLint's view of the table in layers.ts. */
export const dependencyRule: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const from = relative(ROOT, context.filename).replaceAll('\\', '/')
    const check = (node: Rule.Node, specifier: unknown): void => {
      if (typeof specifier !== 'string') return
      const target = resolveImport(from, specifier)
      const problem = target === null ? null : findViolation(from, target)
      if (problem) context.report({ node, message: problem })
    }
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => check(node, node.source?.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => {
        if (node.source.type === 'Literal') check(node, node.source.value)
      },
    }
  },
}
