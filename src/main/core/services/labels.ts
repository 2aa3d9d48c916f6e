import type { Label } from '#shared/contract/labels.ts'
import type { HandlersOf } from '../ports/handlers.ts'
import type { LabelRow, ReadRepositories } from '../ports/store.ts'
import type { ServiceDependencies } from './dependencies.ts'

/** Labels and folders as the provider has them, with what their lists count. */
export function labelService({
  store: { read },
}: Pick<ServiceDependencies, 'store'>): HandlersOf<'labels'> {
  return {
    'labels.list': async (_input, { accounts }) => {
      const ids = accounts.map(({ id }) => id)
      const lists = await Promise.all(
        ids.map(async (id) => inTreeOrder(id, await read.labels.list(id))),
      )
      return { items: lists.flat(), isComplete: await areLabelListsComplete(read, ids) }
    },
  }
}

/** False while the backfill still enters mail of an earlier version in the lists of these accounts. */
export async function areLabelListsComplete(
  read: ReadRepositories,
  accountIds: readonly string[],
): Promise<boolean> {
  const pending = await read.backfills.listPending()
  return !pending.some(
    ({ accountId, name }) => name === 'label-lists' && accountIds.includes(accountId),
  )
}

/** Each label directly below the one it is nested in; the provider's order among neighbours. */
function inTreeOrder(accountId: string, rows: readonly LabelRow[]): Label[] {
  const known = new Set(rows.map(({ id }) => id))
  const childrenOf = Map.groupBy(rows, ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : null,
  )
  const listed = new Set<string>()
  const items: Label[] = []
  const list = (row: LabelRow, parent: LabelRow | null, depth: number): void => {
    // A provider that reports a circle must not make this endless.
    if (listed.has(row.id)) return
    listed.add(row.id)
    items.push(presentLabel(accountId, row, parent, depth))
    for (const child of childrenOf.get(row.id) ?? []) list(child, row, depth + 1)
  }
  for (const row of childrenOf.get(null) ?? []) list(row, null, 0)
  for (const row of rows) list(row, null, 0)
  return items
}

function presentLabel(
  accountId: string,
  { id, name, type, role, colour, isHidden, total, unread }: LabelRow,
  parent: LabelRow | null,
  depth: number,
): Label {
  const isBelow = parent !== null && name.startsWith(`${parent.name}/`)
  return {
    accountId,
    labelId: id,
    name: isBelow ? name.slice(parent.name.length + 1) : name,
    path: name,
    type,
    role,
    parentId: parent?.id ?? null,
    depth,
    colour,
    isHidden,
    total,
    unread,
  }
}
