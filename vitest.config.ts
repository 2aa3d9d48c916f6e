import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/support/longest-first.ts'

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.{ts,tsx}',
      'simulator/**/*.test.ts',
      'scripts/**/*.test.ts',
      'tests/**/*.test.ts',
    ],
    // Loading the core takes longer than most files' tests do. Files that share a process load it
    // once; so a test may leave no mock, timer, listener or variable of the environment behind.
    isolate: false,
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['tests/support/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
    // Twice what a slow test takes alone: other programs may be using the machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
