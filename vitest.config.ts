import { configDefaults, defineConfig } from 'vitest/config'

/** Pure functions only: no worker, server, database, file, mock or other process-wide state. */
const PURE = [
  'src/shared/**/*.test.ts',
  'src/main/core/mime/{headers,read,write}/*.test.ts',
  'src/main/core/providers/*/messages/*.test.ts',
  'src/main/core/providers/*/client/classify-error.test.ts',
  'src/main/core/http/retry-after.test.ts',
]

const LIMITS = { pool: 'forks', testTimeout: 30_000, hookTimeout: 120_000 } as const

export default defineConfig({
  test: {
    // Set up once here; a project that extended this file would start a Postgres of its own.
    globalSetup: ['tests/support/global-setup.ts'],
    maxWorkers: 2,
    projects: [
      { test: { ...LIMITS, name: 'pure', include: PURE, isolate: false } },
      {
        test: {
          ...LIMITS,
          name: 'isolated',
          include: [
            'src/**/*.test.{ts,tsx}',
            'simulator/**/*.test.ts',
            'tests/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, ...PURE],
        },
      },
    ],
  },
})
