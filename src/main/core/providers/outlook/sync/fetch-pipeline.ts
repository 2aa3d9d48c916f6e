import type { Message } from '@microsoft/microsoft-graph-types'
import { ProviderError, type SyncStep } from '#core/ports/provider.ts'
import { restartFolderAfter } from './restart-folder.ts'
import type { Page } from '../client/parse-page.ts'
import { partKey, advancePart, listFolderPart } from './list-folder-part.ts'
import { roleOf, type FolderPart, type FolderRole } from './sync-cursor.ts'
import { listedStep, listNextPage } from './list-message-ids.ts'
import { partitionBySyncWindow } from './sync-window.ts'
import { stepOf, type OutlookSyncContext } from './sync-context.ts'
import { convertAll } from '../messages/fetch-messages.ts'

/** Requests in flight at once: all that background work may have. */
const AT_ONCE = 3
/** Pages that may wait to be stored while further requests are under way. */
const WAITING = 3

type Task =
  | { kind: 'list'; name: string; folderId: string }
  | { kind: 'read'; name: string; folderId: string; part: FolderPart }

type Arrival = { task: Task } & ({ page: Page<Message> } | { error: unknown })

/**
 * Lists every folder to its end and reads the messages of every part that is worth reading, both at
 * once: one request lists while two read, and whoever has work left takes the places of who has
 * none. So a mailbox whose mail lies in one folder is read as fast as any other, and every place
 * stays in use while a page is being stored. A step a page, newest mail first. What the lists miss, because
 * mail moved meanwhile, stays in the backlog.
 */
export async function* fetchPipeline(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  run.overtaken.clear()
  const pages = startAsking(run)
  try {
    for (;;) {
      const arrival = await pages.next()
      if (arrival === null) return
      const { task } = arrival
      if ('error' in arrival) {
        if (!(arrival.error instanceof ProviderError)) throw arrival.error
        restartFolderAfter(run, task.folderId, arrival.error)
      } else if (run.checkpoint.folders[task.folderId] !== undefined) {
        yield await stepOfPage(run, task, arrival.page)
      }
    }
  } finally {
    pages.stop()
  }
}

/** Keeps as many requests under way as may be. `next` answers null once nothing is left to ask. */
function startAsking(run: OutlookSyncContext): { next(): Promise<Arrival | null>; stop(): void } {
  /** Names of tasks that are under way or whose page waits or is being stored. */
  const busy = new Set<string>()
  const waiting: Arrival[] = []
  let inFlight = 0
  let taken: string | null = null
  let isOver = false
  let wake: () => void = () => undefined

  const ask = (task: Task): void => {
    busy.add(task.name)
    inFlight += 1
    const arrive = (arrival: Arrival): void => {
      inFlight -= 1
      waiting.push(arrival)
      fillPlaces()
      wake()
    }
    requestOf(run, task).then(
      (page) => arrive({ task, page }),
      (error: unknown) => arrive({ task, error }),
    )
  }
  const fillPlaces = (): void => {
    const free = AT_ONCE - inFlight
    if (isOver || free === 0 || waiting.length >= WAITING) return
    const isListing = [...busy].some((name) => name.startsWith(LIST))
    const open = openTasks(run).filter(({ name }) => !busy.has(name))
    const lists = open.filter(({ kind }) => kind === 'list')
    const reads = open.filter(({ kind }) => kind === 'read')
    const first = isListing ? [] : lists.splice(0, 1)
    for (const task of [...first, ...reads, ...lists].slice(0, free)) ask(task)
  }

  return {
    async next() {
      if (taken !== null) busy.delete(taken)
      for (;;) {
        const arrival = waiting.shift()
        fillPlaces()
        if (arrival) {
          taken = arrival.task.name
          return arrival
        }
        if (inFlight === 0) return null
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    stop() {
      isOver = true
    },
  }
}

async function stepOfPage(
  run: OutlookSyncContext,
  task: Task,
  page: Page<Message>,
): Promise<SyncStep> {
  // Listing and reading go side by side; progress speaks of one of them.
  if (task.kind === 'list') return listedStep(run, task.folderId, page, 'backfill')
  advancePart(run, task.folderId, task.part, page.next)
  const { messages, failures } = await convertAll(run, stillTrue(run, page))
  const { wanted } = partitionBySyncWindow(run, messages)
  run.context.onWaiting(null)
  return stepOf(run, { phase: 'backfill', upserts: wanted, failures })
}

/**
 * What of a page no look for changes has overtaken: it was asked for before, and shows mail as it
 * was then. What a list of ids says stands corrected by its own folder's changes, which begin at
 * its end.
 */
function stillTrue(run: OutlookSyncContext, { items }: Page<Message>): Message[] {
  return items.filter(({ id }) => id !== undefined && !run.overtaken.has(id))
}

function requestOf(run: OutlookSyncContext, task: Task): Promise<Page<Message>> {
  return task.kind === 'list'
    ? listNextPage(run, task.folderId)
    : listFolderPart(run, task.folderId, task.part)
}

const LIST = 'list '

const ORDER: Readonly<Record<FolderRole, number>> = {
  inbox: 0,
  drafts: 1,
  sent: 2,
  other: 3,
  junk: 4,
  trash: 5,
}

/** Everything there is to ask, what was received last first; junk and the bin come at the end. */
function openTasks(run: OutlookSyncContext): Task[] {
  const folders = Object.entries(run.checkpoint.folders)
    .map(([folderId, folder]) => ({
      folderId,
      folder,
      rank: ORDER[roleOf(run.checkpoint, folderId)],
    }))
    .sort((one, other) => one.rank - other.rank)
  const lists = folders.flatMap(({ folderId, folder }): Task[] =>
    folder.isListed ? [] : [{ kind: 'list', name: `${LIST}${folderId}`, folderId }],
  )
  const reads = folders.flatMap(({ folderId, folder, rank }) =>
    folder.parts.map((part) => ({
      task: { kind: 'read', name: `${folderId} ${partKey(part)}`, folderId, part } satisfies Task,
      isLast: rank >= ORDER.junk,
      before: part.before === null ? Infinity : Date.parse(part.before),
    })),
  )
  reads.sort(
    (one, other) =>
      Number(one.isLast) - Number(other.isLast) ||
      (one.before === other.before ? 0 : other.before - one.before),
  )
  return [...lists, ...reads.map(({ task }) => task)]
}
