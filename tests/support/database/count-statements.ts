import Sqlite from 'better-sqlite3'
import pg from 'pg'

/** Counts the statements that reach SQLite and Postgres in this process while `work` runs. */
export async function countStatements<T>(
  work: () => Promise<T>,
): Promise<{ result: T; statements: number }> {
  let statements = 0
  const undo: (() => void)[] = []
  const count = (prototype: object, method: string): void => {
    const original: unknown = Reflect.get(prototype, method)
    if (typeof original !== 'function') return
    Reflect.set(prototype, method, function counted(this: unknown, ...args: unknown[]): unknown {
      statements += 1
      return Reflect.apply(original, this, args) as unknown
    })
    undo.push(() => Reflect.set(prototype, method, original))
  }
  const database = new Sqlite(':memory:')
  const prepared = Object.getPrototypeOf(database.prepare('select 1')) as object
  database.close()
  for (const method of ['run', 'get', 'all', 'iterate']) count(prepared, method)
  count(pg.Client.prototype, 'query')
  try {
    return { result: await work(), statements }
  } finally {
    for (const restore of undo) restore()
  }
}
