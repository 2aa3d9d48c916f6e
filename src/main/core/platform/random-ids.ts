import { randomUUID } from 'node:crypto'
import type { IdSource } from '../ports/services.ts'

/** Random 128-bit ids without dashes. */
export const randomIds: IdSource = () => randomUUID().replaceAll('-', '')
