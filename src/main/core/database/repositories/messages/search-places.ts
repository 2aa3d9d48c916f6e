import { inArray } from 'drizzle-orm'
import type { Box } from '#shared/contract/enums.ts'
import { foldText } from '#shared/domain/fold-text.ts'
import type { SearchNode } from '#shared/domain/search-query/search-query.ts'
import type { PlaceCondition } from '../../search/compile-search.ts'
import { boxCondition } from '../../tables/box-rules.ts'
import type { ReadSession } from '../db-session.ts'
import { labelCondition } from './list-ranges.ts'

type Place = Extract<SearchNode, { kind: 'place' }>

// As boxes are called here, in other mail programs, and in Spanish.
const BOX_NAMES: Readonly<Record<string, Box | 'drafts' | 'anywhere'>> = {
  inbox: 'INBOX',
  recibidos: 'INBOX',
  entrada: 'INBOX',
  sent: 'SENT',
  enviados: 'SENT',
  spam: 'SPAM',
  junk: 'SPAM',
  trash: 'TRASH',
  bin: 'TRASH',
  deleted: 'TRASH',
  papelera: 'TRASH',
  archive: 'ARCHIVE',
  archived: 'ARCHIVE',
  archivo: 'ARCHIVE',
  archivados: 'ARCHIVE',
  starred: 'STARRED',
  flagged: 'STARRED',
  destacados: 'STARRED',
  all: 'ALL_MAIL',
  todos: 'ALL_MAIL',
  draft: 'drafts',
  drafts: 'drafts',
  borradores: 'drafts',
  anywhere: 'anywhere',
}

/** Whether the question says itself where to look, in place of the list that is on the screen. */
export function namesPlace(node: SearchNode): boolean {
  return placesOf(node).some(({ place }) => place === 'in')
}

/**
 * The SQL of the places that a question names: boxes and labels of the given accounts, accounts by
 * address or label, mailboxes by name. A name that nothing has is a place without mail.
 */
export async function placeConditions(
  { db, tables }: ReadSession,
  accountIds: string[],
  node: SearchNode,
): Promise<PlaceCondition> {
  const places = placesOf(node)
  if (places.length === 0) return () => 'true'
  const [labels, lists, accounts, mailboxes] = await Promise.all([
    db.select().from(tables.labels).where(inArray(tables.labels.accountId, accountIds)),
    db.select().from(tables.labelLists).where(inArray(tables.labelLists.accountId, accountIds)),
    db.select().from(tables.accounts).where(inArray(tables.accounts.id, accountIds)),
    db.select().from(tables.mailboxes),
  ])

  function ofLabels(name: string): string {
    const wanted = foldText(name)
    const isNamed = (label: string) => foldText(label) === wanted || lastName(label) === wanted
    const named = labels.filter((label) => isNamed(label.name))
    const found = named.length > 0 ? named : labels.filter(({ name: it }) => begins(it, wanted))
    const keys = new Set(found.map(({ accountId, id }) => `${accountId}\n${id}`))
    return labelCondition(
      lists.filter((list) => keys.has(`${list.accountId}\n${list.labelId}`)).map(({ id }) => id),
    )
  }

  function ofAccounts(wanted: readonly { id: string }[]): string {
    const ids = wanted.map(({ id }) => `'${id.replaceAll("'", "''")}'`)
    return ids.length === 0 ? 'false' : `"messages"."account_id" in (${ids.join(', ')})`
  }

  return ({ place, name }) => {
    const wanted = foldText(name)
    switch (place) {
      case 'in': {
        const key = wanted.replaceAll(' ', '_')
        const box = Object.hasOwn(BOX_NAMES, key) ? BOX_NAMES[key] : undefined
        if (box === undefined) return ofLabels(name)
        if (box === 'anywhere') return 'true'
        return box === 'drafts' ? 'is_draft and not is_trash' : boxCondition(box)
      }
      case 'label':
        return ofLabels(name)
      case 'account':
        return ofAccounts(
          accounts.filter(({ emailAddress, displayLabel }) =>
            [emailAddress ?? '', displayLabel].some((one) => foldText(one).includes(wanted)),
          ),
        )
      case 'mailbox': {
        const ids = new Set(
          mailboxes.flatMap(({ id, displayName }) =>
            foldText(displayName).includes(wanted) ? [id] : [],
          ),
        )
        return ofAccounts(accounts.filter(({ mailboxId }) => ids.has(mailboxId)))
      }
    }
  }
}

function placesOf(node: SearchNode): Place[] {
  if (node.kind === 'place') return [node]
  if (node.kind === 'not') return placesOf(node.node)
  return node.kind === 'all' || node.kind === 'any' ? node.nodes.flatMap(placesOf) : []
}

/** The folded last part of a label's path: `invoices` of `Work/Invoices`. */
function lastName(label: string): string {
  return foldText(label.slice(label.lastIndexOf('/') + 1))
}

function begins(label: string, wanted: string): boolean {
  return wanted !== '' && (foldText(label).startsWith(wanted) || lastName(label).startsWith(wanted))
}
