import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/support/longest-first.ts'

const LIMITS = { pool: 'forks', testTimeout: 30_000, hookTimeout: 120_000 } as const

export default defineConfig({
  test: {
    // Set up once here; a project that extended this file would start a Postgres of its own.
    globalSetup: ['tests/support/global-setup.ts'],
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        // What stands beside the code leaves no state behind that another file could meet.
        test: {
          ...LIMITS,
          name: 'beside-the-code',
          include: ['src/**/*.test.{ts,tsx}', 'simulator/**/*.test.ts', 'scripts/**/*.test.ts'],
          isolate: false,
        },
      },
      { test: { ...LIMITS, name: 'isolated', include: ['tests/**/*.test.ts'] } },
    ],
  },
})
