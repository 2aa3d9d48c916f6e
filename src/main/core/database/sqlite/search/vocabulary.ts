import type { Database } from 'better-sqlite3'

/**
 * Every word of the search index, each once. FTS5 gathers all matches of a prefix before it returns
 * one; asked for the few words that begin with it, it walks them newest first and stops.
 */
export interface Vocabulary {
  /** Adds the words of texts, which have one space between words. */
  add(texts: readonly string[]): void
  /** Forgets which words are known to be stored, after a transaction that may not have been kept. */
  forget(): void
}

// Words that were stored lately, by two hashes each: 2 MiB. Two words with the same hashes, of which
// the second would be missing, are one in 2^50.
const SLOTS = 2 ** 18

export function createVocabulary(database: Database): Vocabulary {
  const seen = new Int32Array(2 * SLOTS)
  let insert: { run: (word: string) => unknown } | null = null

  function addWord(word: string): void {
    let first = 0x811c9dc5
    let second = 0x9e3779b9
    for (let at = 0; at < word.length; at++) {
      const unit = word.charCodeAt(at)
      first = Math.imul(first ^ unit, 0x01000193)
      second = Math.imul(second + unit, 0x85ebca6b) ^ (second >>> 13)
    }
    const slot = 2 * ((first >>> 13) & (SLOTS - 1))
    if (seen[slot] === (first | 1) && seen[slot + 1] === second) return
    insert ??= database.prepare<[string]>(
      'insert or ignore into "search_vocabulary" (word) values (?)',
    )
    insert.run(word)
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
          if (end > start) addWord(text.slice(start, end))
          start = end + 1
        }
      }
    },
    forget() {
      seen.fill(0)
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
