import { chromiumExecutable } from './chromium.ts'

declare module 'vitest' {
  interface ProvidedContext {
    chromium: string
  }
}

/** Starts once what every test file shares: the unpacked browser. */
export async function setup(project: {
  provide(key: 'chromium', value: string): void
}): Promise<void> {
  project.provide('chromium', await chromiumExecutable())
}
