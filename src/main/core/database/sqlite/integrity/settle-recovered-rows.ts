import type { Database } from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { DEFAULT_SYNC_PREFERENCES, type StoredError } from '../../../ports/accounts.ts'
import { sqliteTables } from '../../tables/sqlite.ts'

/**
 * Outgoing messages that were not final when they were stored may have been sent since: they wait
 * for the person (`unknown`) instead of being sent a second time.
 *
 * @param except ids of rows that are known to be as they were last
 */
export function stopUnsureSends(
  target: Database,
  now: number,
  except: ReadonlySet<string> = new Set(),
): void {
  const error: StoredError = {
    code: 'email_send_error',
    message:
      'This message came back from a backup and may have been sent already. Look into Sent, then send it again or remove it.',
    at: now,
  }
  const stop = target.prepare(
    "update outbox set state = 'unknown', last_error = ?, fencing_token = fencing_token + 1 where id = ?",
  )
  const open = target
    .prepare<[], string>("select id from outbox where state in ('scheduled', 'waiting', 'sending')")
    .pluck()
    .all()
  for (const id of open) if (!except.has(id)) stop.run(JSON.stringify(error), id)
}

const MISSING_USERS = `
  select user_id from mailboxes union select user_id from settings union select user_id from outbox
  except select id from users`
const MISSING_ACCOUNTS = `
  select account_id from drafts union select account_id from outbox except select id from accounts`
const MISSING_MAILBOXES = 'select mailbox_id from accounts except select id from mailboxes'

/**
 * Gives drafts and outgoing messages whose account could not be read an account in a mailbox
 * "Recovered", so that they are listed, and removes what means nothing without its account.
 */
export function keepOrphans(target: Database, now: number): void {
  const db = drizzle({ client: target, casing: 'snake_case' })
  const idsOf = (query: string) => target.prepare<[], string>(query).pluck().all()
  const name = 'Recovered'
  for (const id of idsOf(MISSING_USERS)) {
    db.insert(sqliteTables.users).values({ id, email: null, name: 'Me', createdAt: now }).run()
  }
  // The local profile, where there is one.
  const userId = idsOf("select id from users order by id <> 'local', created_at limit 1")[0]
  if (userId === undefined) return
  for (const id of idsOf(MISSING_ACCOUNTS)) {
    db.insert(sqliteTables.accounts)
      .values({
        ...DEFAULT_SYNC_PREFERENCES,
        id,
        mailboxId: 'recovered',
        provider: 'gmail',
        displayLabel: name,
        emailAddress: null,
        status: 'disconnected',
        colour: '#8a8f98',
        isDemo: false,
        lastSyncedAt: null,
        lastError: null,
        createdAt: now,
      })
      .run()
  }
  for (const id of idsOf(MISSING_MAILBOXES)) {
    db.insert(sqliteTables.mailboxes)
      .values({
        id,
        userId,
        displayName: name,
        colour: null,
        signatureHtml: '',
        defaultAccountId: null,
        position: 1000,
        createdAt: now,
      })
      .run()
  }
  for (const table of ['account_aliases', 'pending_changes']) {
    target.exec(`delete from "${table}" where account_id not in (select id from accounts)`)
  }
  target.exec('delete from draft_files where draft_id not in (select id from drafts)')
  target.exec('delete from outbox_files where outbox_id not in (select id from outbox)')
}
