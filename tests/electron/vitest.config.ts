import { defineConfig } from 'vitest/config'

/** Real Electron only: apart from `npm test`, which must not need a binary it cannot get. */
export default defineConfig({
  test: {
    include: ['tests/electron/**/*.spec.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
