import { accountTables } from './account-tables.ts'
import type { Columns } from './columns.ts'
import { labelTables } from './label-tables.ts'
import { messageTables } from './message-tables.ts'
import { syncTables } from './sync-tables.ts'
import { threadTables } from './thread-tables.ts'
import { writingTables } from './writing-tables.ts'

/** Every table, once for both dialects. Column names are the snake case of the keys. */
export function tables(c: Columns) {
  const accounts = accountTables(c)
  return {
    ...accounts,
    ...threadTables(c, accounts),
    ...messageTables(c, accounts),
    ...labelTables(c, accounts),
    ...syncTables(c, accounts),
    ...writingTables(c, accounts),
  }
}

export type Tables = ReturnType<typeof tables>
