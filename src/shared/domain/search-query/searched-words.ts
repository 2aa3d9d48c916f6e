import { foldText } from '../fold-text.ts'
import type { SearchField, SearchNode } from './search-query.ts'

/** A word that a question looks for, to be shown where it is found. */
export interface SearchedWord {
  text: string
  field: SearchField | null
  isQuoted: boolean
}

/** The words that a found message may hold: those that are excluded are left out. */
export function searchedWords(node: SearchNode): SearchedWord[] {
  switch (node.kind) {
    case 'all':
    case 'any':
      return node.nodes.flatMap(searchedWords)
    case 'words': {
      const { text, field, isQuoted } = node
      return foldText(text) === '' ? [] : [{ text, field, isQuoted }]
    }
    case 'not':
    case 'flag':
    case 'place':
    case 'date':
    case 'size':
      return []
  }
}
