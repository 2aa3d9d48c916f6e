import { z } from 'zod'
import { operation } from './operation.ts'

export const healthOperations = {
  'health.get': operation({
    kind: 'query',
    summary: 'Is the program up, and on which database?',
    http: { method: 'GET', path: '/api/health' },
    access: 'public',
    owner: 'none',
    input: z.object({}),
    output: z.object({
      /** `damaged`: see `recovery.status`. */
      status: z.enum(['ok', 'damaged']),
      version: z.string(),
      database: z.enum(['sqlite', 'postgres']),
      /** Null where the file is too damaged to say. */
      schemaVersion: z.int().nullable(),
    }),
    errors: [],
  }),
}
