import type { Message } from '@microsoft/microsoft-graph-types'
import { ProviderError, type SyncStep } from '#core/ports/provider.ts'
import { followFolderError } from './again.ts'
import type { Page } from './answers.ts'
import { roleOf, type FolderRole } from './checkpoint.ts'
import { standingOf } from './convert.ts'
import { BODIES_PER_PAGE, NEWEST_FIRST } from './fields.ts'
import { folderPath } from './pages.ts'
import { byReach, isWithinReach } from './reach.ts'
import { stepOf, updateFolder, type SyncRun } from './session.ts'
import { convertAll, listWhole } from './whole.ts'

/** Requests in flight at once. */
const AT_ONCE = 3

type Arrival = { folderId: string } & ({ page: Page<Message> } | { error: unknown })

/**
 * Reads the whole messages of every folder that is worth reading from end to end, three folders at
 * a time, a step a page, newest mail first. While a page is being stored the folder's next one is
 * already on its way. What the lists miss, because mail moved or changed meanwhile, stays in the
 * backlog.
 */
export async function* readBodies(run: SyncRun): AsyncGenerator<SyncStep> {
  const inFlight = new Map<string, Promise<Arrival>>()
  const ask = (folderId: string): void => {
    const arrival = fetchPage(run, folderId).then(
      (page) => ({ folderId, page }),
      (error: unknown) => ({ folderId, error }),
    )
    inFlight.set(folderId, arrival)
  }

  run.overtaken.clear()
  for (;;) {
    for (const folderId of unreadFolders(run)) {
      if (inFlight.size < AT_ONCE && !inFlight.has(folderId)) ask(folderId)
    }
    if (inFlight.size === 0) return
    const arrival = await Promise.race(inFlight.values())
    const { folderId } = arrival
    inFlight.delete(folderId)
    if ('error' in arrival) {
      if (!(arrival.error instanceof ProviderError)) throw arrival.error
      followFolderError(run, folderId, arrival.error)
      continue
    }
    const { next } = arrival.page
    const items = stillTrue(run, folderId, arrival.page)
    // Newest first: after one that is too old come only older ones.
    const isLast = next === null || arrival.page.items.some((item) => isTooOld(run, item))
    updateFolder(run, folderId, { bodies: isLast ? null : next, isRead: isLast })
    if (!isLast) ask(folderId)
    const { wanted } = byReach(run, await convertAll(run, items))
    run.context.onWaiting(null)
    yield stepOf(run, { phase: 'backfill', upserts: wanted })
  }
}

/** What of a page no look has overtaken: it was asked for before, and shows mail as it was then. */
function stillTrue(run: SyncRun, folderId: string, { items }: Page<Message>): Message[] {
  if (run.checkpoint.folders[folderId] === undefined) return []
  return items.filter(({ id }) => id !== undefined && !run.overtaken.has(id))
}

function isTooOld(run: SyncRun, item: Message): boolean {
  const standing = standingOf(item)
  return standing !== null && !isWithinReach(run, standing)
}

function fetchPage(run: SyncRun, folderId: string): Promise<Page<Message>> {
  const link = run.checkpoint.folders[folderId]?.bodies ?? null
  const start = `${folderPath(folderId)}/messages`
  const query = `${NEWEST_FIRST}&$top=${BODIES_PER_PAGE}`
  return listWhole(run, link === null ? { start, query } : { link }, 'background')
}

const ORDER: Readonly<Record<FolderRole, number>> = {
  inbox: 0,
  drafts: 1,
  sent: 2,
  other: 3,
  junk: 4,
  trash: 5,
}

function unreadFolders(run: SyncRun): string[] {
  const rank = (id: string): number => ORDER[roleOf(run.checkpoint, id)]
  return Object.entries(run.checkpoint.folders)
    .flatMap(([id, folder]) => (folder.isListed && !folder.isRead ? [id] : []))
    .sort((one, other) => rank(one) - rank(other))
}
