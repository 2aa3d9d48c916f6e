import type { Database, Statement } from 'better-sqlite3'

/**
 * Every word of the search index, each once. FTS5 gathers all matches of a prefix before it returns
 * one; asked for the few words that begin with it, it walks them newest first and stops.
 */
export interface Vocabulary {
  /** Takes in the words of texts, which have one space between words. */
  add(texts: readonly string[]): void
  /** Writes the words that are new: to be called before the transaction ends. */
  save(): void
  /** Forgets which words are known to be stored, after a transaction that may not have been kept. */
  forget(): void
}

// Words that were stored lately, by two hashes each: 2 MiB. Two words with the same hashes, of which
// the second would be missing, are one in 2^50.
const SLOTS = 2 ** 18
const WORDS_PER_INSERT = 64

export function createVocabulary(database: Database): Vocabulary {
  const seen = new Int32Array(2 * SLOTS)
  let fresh: string[] = []
  const statements = new Map<number, Statement>()

  function insert(words: string[]): void {
    let statement = statements.get(words.length)
    if (statement === undefined) {
      const rows = words.map(() => '(?)').join(', ')
      statement = database.prepare(
        `insert or ignore into "search_vocabulary" (word) values ${rows}`,
      )
      statements.set(words.length, statement)
    }
    statement.run(...words)
  }

  function addWord(text: string, start: number, end: number): void {
    let first = 0x811c9dc5
    let second = 0x9e3779b9
    for (let at = start; at < end; at++) {
      const unit = text.charCodeAt(at)
      first = Math.imul(first ^ unit, 0x01000193)
      second = Math.imul(second + unit, 0x85ebca6b) ^ (second >>> 13)
    }
    const slot = 2 * ((first >>> 13) & (SLOTS - 1))
    if (seen[slot] === (first | 1) && seen[slot + 1] === second) return
    fresh.push(text.slice(start, end))
    seen[slot] = first | 1
    seen[slot + 1] = second
  }

  return {
    add(texts) {
      for (const text of texts) {
        let start = 0
        while (start < text.length) {
          const space = text.indexOf(' ', start)
          const end = space === -1 ? text.length : space
          if (end > start) addWord(text, start, end)
          start = end + 1
        }
      }
    },
    save() {
      // Neighbours go to the same page.
      const words = fresh.sort()
      fresh = []
      const whole = words.length - (words.length % WORDS_PER_INSERT)
      for (let at = 0; at < whole; at += WORDS_PER_INSERT) {
        insert(words.slice(at, at + WORDS_PER_INSERT))
      }
      for (const word of words.slice(whole)) insert([word])
    },
    forget() {
      seen.fill(0)
      fresh = []
    },
  }
}

/** The words that begin so, or null where there are more than `most` of them. */
export function wordsBeginning(database: Database, start: string, most: number): string[] | null {
  const found = database
    .prepare<[string, string, number], string>(
      'select word from "search_vocabulary" where word >= ? and word < ? limit ?',
    )
    .pluck()
    .all(start, `${start}\u{10ffff}`, most + 1)
  return found.length > most ? null : found
}
