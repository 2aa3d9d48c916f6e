import { isDeepStrictEqual } from 'node:util'
import type { MessageRow, Placement } from '#core/ports/messages.ts'
import type { Store } from '#core/ports/store.ts'
import { boxSchema, type Box } from '#shared/contract/enums.ts'
import { storedPlacements } from '../support/database/stored-messages.ts'
import type { ModelLabel, ProviderSide, ProviderMessageState } from './provider-side.ts'

const PAGE = 70

/**
 * Every way in which an account here differs from its provider: messages, boxes, flags, labels and
 * their names, counters. Marks that the provider has not been told yet are decided here.
 */
export async function findAccountDifferences(
  store: Store,
  account: { id: string; side: ProviderSide },
): Promise<string[]> {
  const before = await store.read.pendingChanges.pendingMessageIds(account.id)
  const here = await storedPlacements(store, account.id)
  const truth = account.side.messages()
  const after = await store.read.pendingChanges.pendingMessageIds(account.id)
  const pending = new Set([...before, ...after])
  const differences: string[] = []
  for (const [id, { placement }] of truth) {
    const stored = here.get(id)
    const wanted = placementText(placement, pending.has(id))
    if (!stored) differences.push(`${id} is missing here: ${wanted}`)
    else if (placementText(stored, pending.has(id)) !== wanted) {
      differences.push(
        `${id} is here: ${placementText(stored, false)}; there: ${placementText(placement, false)}`,
      )
    }
  }
  for (const id of here.keys()) if (!truth.has(id)) differences.push(`${id} is a ghost`)
  differences.push(
    ...labelDifferences(await store.read.sync.listLabels(account.id), account.side.labels()),
    ...(await listDifferences(store, account.id)),
  )
  const backlog = await store.read.sync.backlogSize(account.id)
  if (backlog > 0) differences.push(`${backlog} are in the backlog`)
  return differences.map((text) => `${account.id}: ${text}`)
}

/** Every way in which the boxes of all accounts together are not their date-ordered union. */
export async function findUnifiedBoxDifferences(
  store: Store,
  accounts: readonly { id: string; side: ProviderSide }[],
): Promise<string[]> {
  const differences: string[] = []
  const truth = new Map(accounts.map(({ id, side }) => [id, side.messages()]))
  for (const box of boxSchema.options) {
    const wanted = [...truth].flatMap(([accountId, messages]) =>
      [...messages].flatMap(([id, state]) =>
        boxesOf(state.placement).includes(box) ? [`${accountId} ${id} ${shownState(state)}`] : [],
      ),
    )
    const listed = await listWholeBox(
      store,
      accounts.map(({ id }) => id),
      box,
    )
    // Lists are ordered to the second.
    const times = listed.map(({ receivedAt }) => Math.floor(receivedAt / 1_000))
    if (times.some((time, index) => time > (times[index - 1] ?? Infinity))) {
      differences.push(`${box} is not newest first`)
    }
    const shown = listed.map(({ text }) => text).sort()
    if (JSON.stringify(shown) !== JSON.stringify(wanted.sort())) {
      const odd = [
        ...shown.filter((text) => !wanted.includes(text)),
        ...wanted.filter((text) => !shown.includes(text)),
      ]
      differences.push(
        `${box} lists ${shown.length} of ${wanted.length}: ${odd.slice(0, 4).join('; ')}`,
      )
    }
  }
  return differences
}

async function listWholeBox(
  store: Store,
  accountIds: string[],
  box: Box,
): Promise<{ text: string; receivedAt: number }[]> {
  const listed: { text: string; receivedAt: number }[] = []
  let after: MessageRow | undefined
  for (;;) {
    const page = await store.read.messages.page({ accountIds, box, limit: PAGE, after })
    for (const row of page) {
      const { accountId, providerMessageId, providerThreadId: threadId, receivedAt } = row
      const text = `${accountId} ${providerMessageId} ${shownState({ threadId, receivedAt })}`
      listed.push({ text, receivedAt })
    }
    after = page.at(-1)
    if (page.length < PAGE || after === undefined) return listed
  }
}

function shownState({
  threadId,
  receivedAt,
}: Pick<ProviderMessageState, 'threadId' | 'receivedAt'>): string {
  return `${threadId} ${receivedAt}`
}

function labelDifferences(here: ModelLabel[], there: ModelLabel[]): string[] {
  const text = ({ id, name, kind }: ModelLabel): string => `${kind} label ${id} "${name}"`
  const shown = new Set(here.map(text))
  const wanted = new Set(there.map(text))
  return [
    ...[...wanted].filter((label) => !shown.has(label)).map((label) => `${label} is missing here`),
    ...[...shown].filter((label) => !wanted.has(label)).map((label) => `${label} is only here`),
  ]
}

/**
 * Lists and counters against the rows that they are kept for. The engine polls meanwhile: where rows
 * changed while lists were read, all are read again.
 */
async function listDifferences(store: Store, accountId: string): Promise<string[]> {
  for (;;) {
    const before = await storedPlacements(store, accountId)
    const differences = [
      ...(await countDifferences(store, accountId, before)),
      ...(await labelListDifferences(store, accountId, before)),
    ]
    if (differences.length === 0) return []
    if (isDeepStrictEqual(before, await storedPlacements(store, accountId))) return differences
  }
}

/** The lists of labels, their order and counters against the rows. */
async function labelListDifferences(
  store: Store,
  accountId: string,
  placements: ReadonlyMap<string, Placement>,
): Promise<string[]> {
  const listedBy = new Map<string, { names: string[]; unread: number }>()
  for (const [name, placement] of placements) {
    for (const label of new Set(placement.labels)) {
      if (!isListedBy(label, placement)) continue
      const list = listedBy.get(label) ?? { names: [], unread: 0 }
      listedBy.set(label, list)
      list.names.push(name)
      if (!placement.isRead) list.unread += 1
    }
  }
  const differences: string[] = []
  for (const { id, total, unread } of await store.read.labels.list(accountId)) {
    const wanted = listedBy.get(id) ?? { names: [], unread: 0 }
    if (total !== wanted.names.length || unread !== wanted.unread) {
      differences.push(
        `label ${id} counts ${unread}/${total}, really ${wanted.unread}/${wanted.names.length}`,
      )
    }
    const listed = await store.read.messages.page({
      accountIds: [accountId],
      label: id,
      limit: 10_000,
    })
    const here = listed.map(({ providerMessageId }) => providerMessageId).sort()
    if (JSON.stringify(here) !== JSON.stringify(wanted.names.sort())) {
      differences.push(`label ${id} lists ${here.length} of ${wanted.names.length}`)
    }
    if (listed.some((row, index) => row.sortKey > (listed[index - 1]?.sortKey ?? Infinity))) {
      differences.push(`label ${id} is not newest first`)
    }
  }
  return differences
}

/** Gmail's rule in words of its own: spam and trash are not listed by a message's other labels. */
function isListedBy(label: string, { labels, isSpam, isTrash }: Placement): boolean {
  if (!labels.includes(label)) return false
  return labels.length === 1 || (!isSpam && !isTrash) || label === 'SPAM' || label === 'TRASH'
}

/** The kept counters against a recount of the rows. */
async function countDifferences(
  store: Store,
  accountId: string,
  placements: ReadonlyMap<string, Placement>,
): Promise<string[]> {
  const counters = await store.read.messages.boxCounts([accountId])
  return counters.flatMap(({ box, total, unread }) => {
    const inBox = [...placements.values()].filter((placement) => boxesOf(placement).includes(box))
    const unreadNow = inBox.filter(({ isRead }) => !isRead).length
    return total === inBox.length && unread === unreadNow
      ? []
      : [`${box} counts ${unread}/${total}, really ${unreadNow}/${inBox.length}`]
  })
}

/** Which boxes show a message: written apart from the program's own rules, to check them. */
export function boxesOf({
  isSpam,
  isTrash,
  isDraft,
  inInbox,
  isSent,
  isStarred,
}: Placement): Box[] {
  if (isTrash) return ['TRASH']
  if (isSpam) return ['SPAM']
  if (isDraft) return []
  return [
    'ALL_MAIL',
    ...(inInbox ? (['INBOX'] as const) : []),
    ...(isSent ? (['SENT'] as const) : []),
    ...(inInbox || isSent ? [] : (['ARCHIVE'] as const)),
    ...(isStarred ? (['STARRED'] as const) : []),
  ]
}

function placementText(
  { labels, isRead, ...flags }: Placement,
  isReadDecidedHere: boolean,
): string {
  const set = Object.entries(flags).flatMap(([name, isSet]) => (isSet ? [name] : []))
  // Gmail's label says the same as the flag.
  const shown = isReadDecidedHere ? labels.filter((label) => label !== 'UNREAD') : labels
  const read = isReadDecidedHere ? [] : [isRead ? 'read' : 'unread']
  return `${[...read, ...set.sort()].join(' ')} | ${shown.toSorted().join(' ')}`
}
