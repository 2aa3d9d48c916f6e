import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/support/longest-first.ts'

const LIMITS = {
  pool: 'forks',
  // Twice what a slow test takes alone: other programs may be using the machine.
  testTimeout: 60_000,
  hookTimeout: 120_000,
  // A second, vitest's own limit, is too short for a page or a host on a busy machine.
  expect: { poll: { timeout: 30_000 } },
  restoreMocks: true,
  unstubGlobals: true,
  unstubEnvs: true,
} as const

export default defineConfig({
  test: {
    // Set up once here; a project that extended this file would start a Postgres of its own.
    globalSetup: ['tests/support/global-setup.ts'],
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        // Loading the core takes longer than most files' tests do. Files that share a process load
        // it once; so a test may leave no mock, timer, listener or variable behind.
        test: {
          ...LIMITS,
          name: 'shared',
          include: [
            'src/{main,preload,shared}/**/*.test.ts',
            'simulator/**/*.test.ts',
            'scripts/**/*.test.ts',
            'bench/**/*.test.ts',
            'tests/**/*.test.ts',
          ],
          isolate: false,
        },
      },
      {
        // The window's stores are module state, which the next file would find filled.
        test: { ...LIMITS, name: 'window', include: ['src/renderer/**/*.test.{ts,tsx}'] },
      },
    ],
  },
})
