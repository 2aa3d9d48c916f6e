import type { IncomingMessage } from '#core/ports/messages.ts'
import type { SearchNode } from '#shared/domain/search-query/search-query.ts'
import { foldText } from '#shared/domain/fold-text.ts'
import { spellings } from '#shared/domain/search-spellings.ts'
import { searchWords } from '#core/database/search/search-words.ts'

/**
 * The rule of search, message by message over its folded text, without any index. It shares the
 * folding of text with the program and none of the ways in which the databases are asked.
 */
export interface SearchableMessage {
  id: number
  message: IncomingMessage
  fields: ReturnType<typeof searchWords>
}

const WITH_PARTS = ['subject', 'from', 'to', 'cc', 'bcc', 'others'] as const
const FIELDS = [...WITH_PARTS, 'body', 'filename'] as const
type Field = (typeof FIELDS)[number]

export function searchable(id: number, message: IncomingMessage): SearchableMessage {
  return { id, message, fields: searchWords(message) }
}

/** Whether a message answers the question. Folders, labels and accounts are not asked here. */
export function answers(node: SearchNode, one: SearchableMessage): boolean {
  const { message } = one
  switch (node.kind) {
    case 'all':
      return node.nodes.every((inner) => answers(inner, one))
    case 'any':
      return node.nodes.some((inner) => answers(inner, one))
    case 'not':
      return !answers(node.node, one)
    case 'words':
      return hasWords(node, one)
    case 'date': {
      const second = Math.floor(message.receivedAt / 1000) * 1000
      return (
        (node.since === null || second >= node.since) &&
        (node.before === null || second < node.before)
      )
    }
    case 'size':
      return (
        (node.larger === null || message.sizeBytes > node.larger) &&
        (node.smaller === null || message.sizeBytes < node.smaller)
      )
    case 'flag':
      switch (node.flag) {
        case 'attachment':
          return message.attachments.some(({ isInline }) => !isInline)
        case 'link':
          return /https?:/u.test(`${message.body.text ?? ''}${message.body.html ?? ''}`)
        case 'unread':
          return !message.placement.isRead
        case 'read':
          return message.placement.isRead
        case 'starred':
          return message.placement.isStarred
        case 'snoozed':
        case 'replied':
          return false
      }
    // eslint-disable-next-line no-fallthrough -- every flag has returned
    case 'place':
      throw new Error('Places are not asked by brute force')
  }
}

type Words = Extract<SearchNode, { kind: 'words' }>

function hasWords(
  { text, field, isQuoted, isLast }: Words,
  { fields }: SearchableMessage,
): boolean {
  const asked: readonly Field[] = field === null ? FIELDS : [field]
  const ways = isQuoted ? spellings(text).slice(0, 1) : spellings(text)
  return ways.some((words) =>
    asked.some((name) => {
      const hay = ` ${fields[name]} `
      const isStart = isLast || endsOpen(words)
      if (hay.includes(` ${words.join(' ')}${isStart ? '' : ' '}`)) return true
      const mayBePart = !isQuoted && WITH_PARTS.some((one) => one === name)
      return mayBePart && hasPart(fields[name], words)
    }),
  )
}

// Two letters at least, anywhere in a word; in an address anywhere in the whole of it.
function hasPart(hay: string, words: readonly string[]): boolean {
  const wanted = words.join('·')
  return (
    wanted.length >= 2 &&
    hay.split(' ').some((word) => {
      const at = word.indexOf(wanted)
      return at !== -1 && word !== '·'
    })
  )
}

// The end of a run of a script without spaces is the start of a word in a longer run.
function endsOpen(words: readonly string[]): boolean {
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u.test(words.at(-1) ?? '')
}

/** The question without what nobody can look for, as punctuation; null where nothing is left. */
export function meaningOf(node: SearchNode): SearchNode | null {
  if (node.kind === 'all' || node.kind === 'any') {
    const nodes = node.nodes.flatMap((inner) => meaningOf(inner) ?? [])
    return nodes.length === 0 ? null : { ...node, nodes }
  }
  if (node.kind === 'not') {
    const inner = meaningOf(node.node)
    return inner === null ? null : { kind: 'not', node: inner }
  }
  return node.kind === 'words' && foldText(node.text) === '' ? null : node
}
