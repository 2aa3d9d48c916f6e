import { execFileSync } from 'node:child_process'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { IncomingMessage } from '../../../src/main/core/ports/messages.ts'
import type { QuestionClass } from './questions.ts'

/** A program that is asked the same questions. */
export interface SearchSystem {
  name: string
  /** Messages a second while indexing. */
  rate: number
  sizeBytes: number
  /** Asks for the newest 50; null where it has no such question. Answers milliseconds. */
  ask: (kind: QuestionClass, question: string) => Promise<number | null>
  close: () => void
}

// Mail comes newest first.
const NEWEST_ROW = 2 ** 40

/** One FTS5 table as it comes: subject, people and text, with FTS5's own tokenizer. */
export function plainTable(folder: string, mail: Iterable<IncomingMessage>): SearchSystem {
  const file = join(folder, 'plain.db')
  const database = new Sqlite(file)
  database.pragma('journal_mode = wal')
  database.pragma('synchronous = normal')
  database.exec('create virtual table mail using fts5(subject, people, body)')
  const insert = database.prepare(
    'insert into mail (rowid, subject, people, body) values (?, ?, ?, ?)',
  )
  const began = performance.now()
  let spent = 0
  let rows = 0
  database.exec('begin')
  for (const message of mail) {
    // The time that making the mail takes does not count.
    const from = performance.now()
    const people = [message.from, ...message.to, ...message.cc].map(
      ({ name, email }) => `${name} ${email}`,
    )
    insert.run(NEWEST_ROW - rows, message.subject, people.join(' '), message.body.text)
    rows += 1
    if (rows % 500 === 0) database.exec('commit; begin')
    spent += performance.now() - from
  }
  database.exec('commit')
  database.pragma('wal_checkpoint(truncate)')
  const seconds = Math.min(spent, performance.now() - began) / 1000
  const select = database.prepare(
    'select rowid, subject from mail where mail match ? order by rowid desc limit 50',
  )
  return {
    name: 'plain FTS5 table',
    rate: rows / seconds,
    sizeBytes: statSync(file).size,
    ask(kind, question) {
      if (kind.plain === null) return Promise.resolve(null)
      const asked = kind.plain(question)
      const start = performance.now()
      select.all(asked)
      return Promise.resolve(performance.now() - start)
    },
    close: () => database.close(),
  }
}

/** notmuch or mu on a Maildir, each question a process, whose start is measured and taken off. */
export function peer(name: 'notmuch' | 'mu', folder: string, messages: number): SearchSystem {
  const home = join(folder, name)
  mkdirSync(home, { recursive: true })
  const env = { ...process.env, HOME: home, MUHOME: home, NOTMUCH_CONFIG: join(home, 'config') }
  const run = (command: string, ...parameters: string[]) =>
    execFileSync(command, parameters, {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 28,
    })
  const maildir = join(folder, 'maildir')
  const index = join(home, 'index')
  const began = performance.now()
  if (name === 'mu') {
    run('mu', 'init', `--muhome=${index}`, `--maildir=${maildir}`)
    run('mu', 'index', '--quiet', `--muhome=${index}`)
  } else {
    writeFileSync(
      join(home, 'config'),
      `[database]\npath=${index}\nmail_root=${maildir}\n[user]\nprimary_email=mara.lund@firm.example\n[new]\ntags=inbox\n`,
    )
    mkdirSync(index, { recursive: true })
    run('notmuch', 'new', '--quiet')
  }
  const rate = messages / ((performance.now() - began) / 1000)
  const time = (question: string): number => {
    const start = performance.now()
    try {
      if (name === 'mu') {
        run(
          'mu',
          'find',
          `--muhome=${index}`,
          '--sortfield=date',
          '--reverse',
          '--maxnum=50',
          '--fields=i',
          question,
        )
      } else
        run('notmuch', 'search', '--output=messages', '--sort=newest-first', '--limit=50', question)
    } catch {
      // mu ends with an error where nothing is found.
    }
    return performance.now() - start
  }
  const starts = Array.from({ length: 15 }, () => time('zzqxzzqxzzqx'))
  const start = starts.toSorted((one, other) => one - other)[7] ?? 0
  return {
    name,
    rate,
    sizeBytes: Number(run('du', '-sb', index).toString().split('\t')[0]),
    ask(kind, question) {
      if (kind.xapian === null) return Promise.resolve(null)
      return Promise.resolve(Math.max(0, time(kind.xapian(question)) - start))
    },
    close: () => undefined,
  }
}

/** The mail as a Maildir, for programs that read one. */
export function writeMaildir(folder: string, mail: Iterable<IncomingMessage>): void {
  const current = join(folder, 'maildir', 'cur')
  for (const name of ['cur', 'new', 'tmp'])
    mkdirSync(join(folder, 'maildir', name), { recursive: true })
  for (const message of mail) {
    const address = ({ name, email }: { name: string; email: string }) => `"${name}" <${email}>`
    const lines = [
      `From: ${address(message.from)}`,
      `To: ${message.to.map(address).join(', ')}`,
      ...(message.cc.length === 0 ? [] : [`Cc: ${message.cc.map(address).join(', ')}`]),
      `Subject: =?utf-8?B?${Buffer.from(message.subject).toString('base64')}?=`,
      `Date: ${new Date(message.receivedAt).toUTCString().replace('GMT', '+0000')}`,
      `Message-ID: <${message.rfcMessageId ?? message.providerMessageId}>`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      message.body.text ?? '',
    ]
    writeFileSync(join(current, `${message.providerMessageId}:2,S`), lines.join('\n'))
  }
}
