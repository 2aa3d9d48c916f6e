import { chromiumExecutable } from './app/chromium.ts'
import { startPostgres } from './database/start-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    chromium: string
    /** The superuser's URL of a real Postgres server that lives as long as the run. */
    postgresUrl: string
  }
}

/** Starts once what every test file shares: the unpacked browser and the Postgres server. */
export async function setup(project: {
  provide(key: 'chromium' | 'postgresUrl', value: string): void
}): Promise<() => Promise<void>> {
  const [chromium, postgres] = await Promise.all([chromiumExecutable(), startPostgres()])
  project.provide('chromium', chromium)
  project.provide('postgresUrl', postgres.url)
  return async () => await postgres.stop()
}
