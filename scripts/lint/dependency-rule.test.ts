import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { resolveImport } from './dependency-rule.ts'
import { findViolation } from './layers.ts'

const root = resolve(import.meta.dirname, '../..')

/** Every static, dynamic and type import of a file, as the compiler reads it. */
function violations(file: string, source: string): string[] {
  return ts.preProcessFile(source, true, true).importedFiles.flatMap(({ fileName }) => {
    const target = resolveImport(file, fileName)
    const problem = target === null ? null : findViolation(file, target)
    return problem === null ? [] : [`${file}: ${problem}`]
  })
}

describe('the dependency rule', () => {
  const files = globSync('{src,simulator}/**/*.{ts,tsx}', { cwd: root })

  it('holds for every import in the tree', () => {
    expect(files.length).toBeGreaterThan(30)
    const found = files.flatMap((file) =>
      violations(file, readFileSync(resolve(root, file), 'utf8')),
    )
    expect(found).toEqual([])
  })

  it.each([
    ['src/shared/contract/emails.ts', "import { readFileSync } from 'node:fs'"],
    ['src/renderer/app/app.tsx', "import { open } from '#core/create-core.ts'"],
    ['src/renderer/ui/button.tsx', "import { useLayout } from '../state/layout.ts'"],
    ['src/renderer/state/layout.ts', "import { x } from '../features/composer/index.ts'"],
    ['src/renderer/features/drafts/drafts-view.tsx', "import { x } from '../../app/app.tsx'"],
    [
      'src/renderer/features/drafts/drafts-view.tsx',
      "import { useComposer } from '../composer/composer-store.ts'",
    ],
    ['src/main/core/services/emails/list.ts', "import { eq } from 'drizzle-orm'"],
    ['src/main/core/services/emails/list.ts', "import { app } from 'electron'"],
    [
      'src/main/core/providers/gmail/client/batch.ts',
      "import { x } from '../../../database/open.ts'",
    ],
    ['src/main/core/create-core.ts', "import { app } from 'electron'"],
    ['src/main/hosts/http/http-server.ts', "const x = await import('better-sqlite3')"],
  ])('refuses %s: %s', (file, source) => {
    expect(violations(file, source)).toHaveLength(1)
  })
})
