import type { Message } from '@microsoft/microsoft-graph-types'
import { ProviderError, type SyncStep } from '#core/ports/provider.ts'
import { restartFolderAfter } from './folders/restart-folder.ts'
import type { Page } from '../client/parse-page.ts'
import { partKey, advancePart, listFolderPart } from './folders/list-folder-part.ts'
import { roleOf, type FolderPart, type FolderRole } from './sync-cursor.ts'
import { createListStep, listNextPage } from './list-message-ids.ts'
import { partitionBySyncWindow } from './sync-window.ts'
import { createStep, type OutlookSyncContext } from './sync-context.ts'
import { convertMessages } from '../messages/fetch-messages.ts'

/** Requests in flight at once: all that background work may have. */
const MAX_REQUESTS_IN_FLIGHT = 3
/** Pages that may wait to be stored while further requests are under way. */
const MAX_WAITING_PAGES = 3

type FetchTask =
  | { kind: 'list'; name: string; folderId: string }
  | { kind: 'read'; name: string; folderId: string; part: FolderPart }

type FetchResult = { task: FetchTask } & ({ page: Page<Message> } | { error: unknown })

/**
 * Lists every folder to its end and reads the messages of every part that is worth reading, both at
 * once: one request lists while two read, and whoever has work left takes the places of who has
 * none. So a mailbox whose mail lies in one folder is read as fast as any other, and every place
 * stays in use while a page is being stored. A step a page, newest mail first. What the lists miss, because
 * mail moved meanwhile, stays in the backlog.
 */
export async function* fetchPipeline(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  run.polledMessageIds.clear()
  const pages = startRequests(run)
  try {
    for (;;) {
      const arrival = await pages.next()
      if (arrival === null) return
      const { task } = arrival
      if ('error' in arrival) {
        if (!(arrival.error instanceof ProviderError)) throw arrival.error
        restartFolderAfter(run, task.folderId, arrival.error)
      } else if (run.syncCursor.folders[task.folderId] !== undefined) {
        yield await createPageStep(run, task, arrival.page)
      }
    }
  } finally {
    pages.stop()
  }
}

/** Keeps as many requests under way as may be. `next` answers null once nothing is left to ask. */
function startRequests(run: OutlookSyncContext): {
  next(): Promise<FetchResult | null>
  stop(): void
} {
  /** Names of tasks that are under way or whose page waits or is being stored. */
  const busy = new Set<string>()
  const waiting: FetchResult[] = []
  let inFlight = 0
  let taken: string | null = null
  let isOver = false
  let wake: () => void = () => undefined

  const ask = (task: FetchTask): void => {
    busy.add(task.name)
    inFlight += 1
    const arrive = (arrival: FetchResult): void => {
      inFlight -= 1
      waiting.push(arrival)
      fillPlaces()
      wake()
    }
    fetchPageOf(run, task).then(
      (page) => arrive({ task, page }),
      (error: unknown) => arrive({ task, error }),
    )
  }
  const fillPlaces = (): void => {
    const free = MAX_REQUESTS_IN_FLIGHT - inFlight
    if (isOver || free === 0 || waiting.length >= MAX_WAITING_PAGES) return
    const isListing = [...busy].some((name) => name.startsWith(LIST_TASK_PREFIX))
    const open = pendingTasks(run).filter(({ name }) => !busy.has(name))
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

async function createPageStep(
  run: OutlookSyncContext,
  task: FetchTask,
  page: Page<Message>,
): Promise<SyncStep> {
  // Listing and reading go side by side; progress speaks of one of them.
  if (task.kind === 'list') return createListStep(run, task.folderId, page, 'backfill')
  advancePart(run, task.folderId, task.part, page.next)
  const { messages, failures } = await convertMessages(run, withoutPolledMessages(run, page))
  const { wanted } = partitionBySyncWindow(run, messages)
  run.context.onWaiting(null)
  return createStep(run, { phase: 'backfill', upserts: wanted, failures })
}

/**
 * What of a page no look for changes has overtaken: it was asked for before, and shows mail as it
 * was then. What a list of ids says stands corrected by its own folder's changes, which begin at
 * its end.
 */
function withoutPolledMessages(run: OutlookSyncContext, { items }: Page<Message>): Message[] {
  return items.filter(({ id }) => id !== undefined && !run.polledMessageIds.has(id))
}

function fetchPageOf(run: OutlookSyncContext, task: FetchTask): Promise<Page<Message>> {
  return task.kind === 'list'
    ? listNextPage(run, task.folderId)
    : listFolderPart(run, task.folderId, task.part)
}

const LIST_TASK_PREFIX = 'list '

const ROLE_ORDER: Readonly<Record<FolderRole, number>> = {
  inbox: 0,
  drafts: 1,
  sent: 2,
  other: 3,
  junk: 4,
  trash: 5,
}

/** Everything there is to ask, what was received last first; junk and the bin come at the end. */
function pendingTasks(run: OutlookSyncContext): FetchTask[] {
  const folders = Object.entries(run.syncCursor.folders)
    .map(([folderId, folder]) => ({
      folderId,
      folder,
      rank: ROLE_ORDER[roleOf(run.syncCursor, folderId)],
    }))
    .sort((one, other) => one.rank - other.rank)
  const lists = folders.flatMap(({ folderId, folder }): FetchTask[] =>
    folder.isListed ? [] : [{ kind: 'list', name: `${LIST_TASK_PREFIX}${folderId}`, folderId }],
  )
  const reads = folders.flatMap(({ folderId, folder, rank }) =>
    folder.parts.map((part) => ({
      task: {
        kind: 'read',
        name: `${folderId} ${partKey(part)}`,
        folderId,
        part,
      } satisfies FetchTask,
      isLast: rank >= ROLE_ORDER.junk,
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
