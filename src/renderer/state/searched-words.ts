import { parseSearch } from '#shared/domain/search-query/parse-search.ts'
import type { SearchNotice } from '#shared/domain/search-query/search-query.ts'
import { searchedWords, type SearchedWord } from '#shared/domain/search-query/searched-words.ts'
import { isSearch } from './message-list.ts'
import { useNavigation } from './navigation.ts'

interface Understood {
  query: string
  words: readonly SearchedWord[]
  notices: readonly SearchNotice[]
}

const NOTHING: Understood = { query: '', words: [], notices: [] }
// Every row asks for the same question.
let last = NOTHING

/** What the search on the screen looks for, and what of it was not understood. */
export function useUnderstoodSearch(): Understood {
  const query = useNavigation((state) => state.query)
  return isSearch(query) ? understood(query) : NOTHING
}

function understood(query: string): Understood {
  if (last.query === query) return last
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions()
  const { node, notices } = parseSearch(query, { now: Date.now(), timeZone, locale })
  last = { query, words: searchedWords(node), notices }
  return last
}
