import { isOpenEnded } from '#shared/domain/fold-text.ts'
import { isNumberTogether, spellings } from '#shared/domain/search-spellings.ts'
import type { SearchNode } from '#shared/domain/search-query/search-query.ts'
import { lowestMessageIdAt } from '../tables/message-id.ts'
import { ATTACHMENT_MARK, LINK_MARK } from './search-fields.ts'
import type { CompiledSearch, MessageCondition } from './search-index.ts'
import type { TextCondition, TextSpelling, TextTerm } from './text-condition.ts'

type Words = Extract<SearchNode, { kind: 'words' }>
type Place = Extract<SearchNode, { kind: 'place' }>

/** SQL over columns of `messages` for a box, label, account or mailbox by the name that was typed. */
export type PlaceCondition = (place: Place) => string

const EVERYTHING: MessageCondition = { kind: 'all', nodes: [] }

/**
 * The parsed question as the search index and the messages table are asked; null where nothing of it
 * can be looked for, as in a question of punctuation alone.
 */
export function compileSearch(
  question: SearchNode,
  placeCondition: PlaceCondition,
): Omit<CompiledSearch, 'accountIds'> | null {
  const node = findable(question)
  if (node === null) return null
  const conjuncts = conjunctsOf(conditionOf(node, placeCondition))
  const texts: TextCondition[] = []
  const unwanted: TextCondition[] = []
  const others: MessageCondition[] = []
  for (const part of conjuncts) {
    if (part.kind === 'text') texts.push(part.text)
    else if (part.kind === 'not' && part.node.kind === 'text') unwanted.push(part.node.text)
    else others.push(part)
  }
  const { minId, maxId } = idRange(node)
  if (texts.length === 0) {
    others.push(...unwanted.map((text): MessageCondition => not({ kind: 'text', text })))
    return { text: null, condition: allOf(others), minId, maxId }
  }
  const wanted: TextCondition =
    texts.length === 1 && texts[0] ? texts[0] : { kind: 'all', nodes: texts }
  const text: TextCondition =
    unwanted.length === 0 ? wanted : { kind: 'without', node: wanted, others: unwanted }
  return { text, condition: allOf(others), minId, maxId }
}

/** The question without words that no spelling is left of. */
function findable(node: SearchNode): SearchNode | null {
  switch (node.kind) {
    case 'all':
    case 'any': {
      const nodes = node.nodes.flatMap((one) => findable(one) ?? [])
      return nodes.length === 0 ? null : { ...node, nodes }
    }
    case 'not': {
      const inner = findable(node.node)
      return inner === null ? null : { kind: 'not', node: inner }
    }
    case 'words':
      return spellings(node.text).length === 0 ? null : node
    case 'flag':
    case 'place':
    case 'date':
    case 'size':
      return node
  }
}

function conjunctsOf(condition: MessageCondition): MessageCondition[] {
  return condition.kind === 'all' ? condition.nodes.flatMap(conjunctsOf) : [condition]
}

function allOf(nodes: MessageCondition[]): MessageCondition {
  return nodes.length === 0 ? EVERYTHING : { kind: 'all', nodes }
}

const not = (node: MessageCondition): MessageCondition => ({ kind: 'not', node })
const sql = (text: string): MessageCondition => ({ kind: 'sql', sql: text })

function conditionOf(node: SearchNode, placeCondition: PlaceCondition): MessageCondition {
  switch (node.kind) {
    case 'all':
      return allOf(joinNumbers(node.nodes).map((one) => conditionOf(one, placeCondition)))
    case 'any': {
      const nodes = node.nodes.map((one) => conditionOf(one, placeCondition))
      // Words alone are asked of the index in one.
      const texts = nodes.flatMap((one) => (one.kind === 'text' ? [one.text] : []))
      if (texts.length === nodes.length)
        return { kind: 'text', text: { kind: 'any', nodes: texts } }
      return { kind: 'any', nodes }
    }
    case 'not':
      return not(conditionOf(node.node, placeCondition))
    case 'words':
      return { kind: 'text', text: termOf(node) }
    case 'flag':
      return flagCondition(node.flag)
    case 'place':
      return sql(placeCondition(node))
    case 'date':
      return sql(idCondition(node))
    case 'size':
      return sql(
        [
          ...(node.larger === null ? [] : [`size_bytes > ${Math.trunc(node.larger)}`]),
          ...(node.smaller === null ? [] : [`size_bytes < ${Math.trunc(node.smaller)}`]),
        ].join(' and ') || 'true',
      )
  }
}

function termOf({ text, field, isQuoted, isLast }: Words): TextTerm {
  // What is quoted is meant as it is written: the first spelling.
  const ways = isQuoted ? spellings(text).slice(0, 1) : spellings(text)
  return {
    kind: 'term',
    spellings: ways.map((words) => spellingOf(words, isLast)),
    field,
    // One letter is inside nearly every word.
    isPart: !isQuoted && ways.some((words) => words.join('').length > 1),
  }
}

/**
 * In a run without spaces each pair of letters is a word, and behind the last pair always stands a word
 * that begins with its second letter: that need not be asked for. A letter alone is the start of a word.
 */
function spellingOf(words: string[], isLast: boolean): TextSpelling {
  if (!isOpenEnded(words)) return { words, isStart: isLast }
  const last = words.at(-1) ?? ''
  const isBehindPair = words.at(-2)?.endsWith(last) ?? false
  return isBehindPair ? { words: words.slice(0, -1), isStart: false } : { words, isStart: true }
}

// E.164 has at most fifteen digits; nobody writes them in more groups.
const MOST_GROUPS = 8

/** Words typed one after the other that are one telephone number become one. */
function joinNumbers(nodes: readonly SearchNode[]): SearchNode[] {
  const joined: SearchNode[] = []
  for (let at = 0; at < nodes.length; at++) {
    const run = nodes.slice(at, at + MOST_GROUPS)
    const end = run.findIndex((node) => !isPlainWord(node) || !/^[+()\d./-]+$/u.test(node.text))
    const groups = run.slice(0, end === -1 ? run.length : end).filter(isPlainWord)
    let many = groups.length
    while (many > 1 && !isNumberTogether(groups.slice(0, many).map(({ text }) => text))) many -= 1
    const last = groups[many - 1]
    if (many > 1 && last) {
      const text = groups.slice(0, many).map((group) => group.text)
      joined.push({ ...last, text: text.join(' ') })
      at += many - 1
    } else joined.push(...nodes.slice(at, at + 1))
  }
  return joined
}

function isPlainWord(node: SearchNode): node is Words {
  return node.kind === 'words' && node.field === null && !node.isQuoted
}

function flagCondition(flag: Extract<SearchNode, { kind: 'flag' }>['flag']): MessageCondition {
  switch (flag) {
    case 'attachment':
      return { kind: 'text', text: markTerm(ATTACHMENT_MARK) }
    case 'link':
      return { kind: 'text', text: markTerm(LINK_MARK) }
    case 'unread':
      return sql('not is_read')
    case 'read':
      return sql('is_read')
    case 'starred':
      return sql('is_starred')
    case 'snoozed':
      // Nothing can be snoozed yet.
      return sql('false')
    case 'replied':
      return sql(REPLIED)
  }
}

// A message of the same conversation that was sent says that it answers this one.
const REPLIED = `exists (select 1 from messages answer
  join message_headers headers on headers.message_id = answer.id
  where answer.thread_id = "messages".thread_id and answer.is_sent
  and headers.in_reply_to = "messages".rfc_message_id)`

function markTerm(mark: string): TextTerm {
  return {
    kind: 'term',
    spellings: [{ words: [mark], isStart: false }],
    field: 'marks',
    isPart: false,
  }
}

type Dates = Pick<Extract<SearchNode, { kind: 'date' }>, 'since' | 'before'>

function idCondition({ since, before }: Dates): string {
  return (
    [
      ...(since === null ? [] : [`"messages"."id" >= ${lowestMessageIdAt(since)}`]),
      ...(before === null ? [] : [`"messages"."id" < ${lowestMessageIdAt(before)}`]),
    ].join(' and ') || 'true'
  )
}

/** The ids that dates at the top of the question allow: the index need not be read beyond them. */
function idRange(node: SearchNode): { minId: number; maxId: number } {
  const nodes = node.kind === 'all' ? node.nodes : [node]
  let minId = 0
  let maxId = Number.MAX_SAFE_INTEGER
  for (const one of nodes) {
    if (one.kind !== 'date') continue
    if (one.since !== null) minId = Math.max(minId, lowestMessageIdAt(one.since))
    if (one.before !== null) maxId = Math.min(maxId, lowestMessageIdAt(one.before))
  }
  return { minId, maxId }
}
