/** Runs one statement on one connection, or on any of the pool's, and returns its rows. */
export type Query = (
  statement: string,
  parameters?: unknown[],
) => Promise<Record<string, unknown>[]>
