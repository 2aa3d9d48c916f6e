import { createHash } from 'node:crypto'
import pg from 'pg'

/** Held by the process that makes the template, so that the other waits for it. */
const TEMPLATE_LOCK = 7_310_001

/** One promise a process and server, because every test asks. */
const templates = new Map<string, Promise<string>>()

/**
 * The name of a database with all migrations applied and no rows, from which tests copy theirs.
 * `migrate` fills the empty database at a URL; `version` names the schema, because a server that is
 * named by `TEST_DATABASE_URL` keeps the templates of earlier runs.
 */
export function postgresTemplate(
  server: string,
  version: string,
  migrate: (databaseUrl: string) => Promise<void>,
): Promise<string> {
  const name = `migrated_${createHash('sha256').update(version).digest('hex').slice(0, 12)}`
  const known = templates.get(`${server} ${name}`)
  if (known) return known
  const made = makeTemplate(server, name, migrate)
  templates.set(`${server} ${name}`, made)
  return made
}

async function makeTemplate(
  server: string,
  name: string,
  migrate: (databaseUrl: string) => Promise<void>,
): Promise<string> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount !== 0) return name
    // Named only when it is whole: a run that was killed in between leaves nothing that others use.
    const unfinished = `${name}_unfinished`
    await client.query(`drop database if exists ${unfinished} with (force)`)
    await client.query(`create database ${unfinished}`)
    const url = new URL(server)
    url.pathname = `/${unfinished}`
    await migrate(url.href)
    await client.query(`alter database ${unfinished} rename to ${name}`)
    return name
  } finally {
    await client.end()
  }
}
