import type { Message } from '@microsoft/microsoft-graph-types'
import { ProviderError, type SyncStep } from '#core/ports/provider.ts'
import { isKind } from '../client/classify-error.ts'
import { restartFolderAfter } from './folders/restart-folder.ts'
import type { Page } from '../client/parse-page.ts'
import { partKey, advancePart, listFolderPart } from './folders/list-folder-part.ts'
import { roleOf, type FolderPart, type FolderRole } from './sync-cursor.ts'
import { createListStep, listNextPage } from './list-message-ids.ts'
import { partitionBySyncWindow } from './sync-window.ts'
import { createStep, type OutlookSyncContext } from './sync-context.ts'
import { convertMessages } from '../messages/fetch-messages.ts'

/** Requests in flight at once: every concurrency slot that background work may use. */
const MAX_REQUESTS_IN_FLIGHT = 3
/** Pages that may wait to be stored while further requests are in flight. */
const MAX_WAITING_PAGES = 3

type FetchTask =
  | { kind: 'list'; name: string; folderId: string }
  | { kind: 'read'; name: string; folderId: string; part: FolderPart }

type FetchResult = { task: FetchTask } & ({ page: Page<Message> } | { error: unknown })

/**
 * Lists the ids of every folder and fetches the messages of every part, at the same time: one
 * request lists while two fetch messages. When one kind of work runs out, the other kind uses its
 * concurrency slots. So a mailbox with all its mail in one folder syncs as fast as any other, and
 * requests stay in flight while a page is being stored. One step per page, newest mail first.
 * Messages that the lists miss, because they moved meanwhile, stay in the backlog.
 */
export async function* fetchPipeline(run: OutlookSyncContext): AsyncGenerator<SyncStep> {
  run.polledMessageIds.clear()
  const pages = startRequests(run)
  try {
    for (;;) {
      const result = await pages.next()
      if (result === null) return
      const { task } = result
      if ('error' in result) {
        if (!(result.error instanceof ProviderError)) throw result.error
        if (task.kind === 'read' && isKind(result.error, 'rejected')) {
          giveUpPart(run, task.folderId, task.part, result.error)
        } else restartFolderAfter(run, task.folderId, result.error)
      } else if (run.syncCursor.folders[task.folderId] !== undefined) {
        yield await createPageStep(run, task, result.page)
      }
    }
  } finally {
    pages.stop()
  }
}

/**
 * Removes a part whose list Graph refuses, for example because of its time filter. Its messages are
 * in the backlog, from which they are fetched by id.
 */
function giveUpPart(
  run: OutlookSyncContext,
  folderId: string,
  part: FolderPart,
  error: ProviderError,
): void {
  run.session.logger.warn({ err: error, folderId }, 'a part of a folder is fetched by id instead')
  advancePart(run, folderId, part, null)
}

/** Keeps up to the maximum of requests in flight. `next` resolves to null when no task is left. */
function startRequests(run: OutlookSyncContext): {
  next(): Promise<FetchResult | null>
  stop(): void
} {
  /** Names of tasks that are in flight, or whose page waits to be stored or is being stored. */
  const busy = new Set<string>()
  const waiting: FetchResult[] = []
  let inFlight = 0
  let storingTask: string | null = null
  let isStopped = false
  let wake: () => void = () => undefined

  const start = (task: FetchTask): void => {
    busy.add(task.name)
    inFlight += 1
    const onResult = (result: FetchResult): void => {
      inFlight -= 1
      waiting.push(result)
      fillSlots()
      wake()
    }
    fetchPageOf(run, task).then(
      (page) => onResult({ task, page }),
      (error: unknown) => onResult({ task, error }),
    )
  }
  const fillSlots = (): void => {
    const free = MAX_REQUESTS_IN_FLIGHT - inFlight
    if (isStopped || free === 0 || waiting.length >= MAX_WAITING_PAGES) return
    const isListing = [...busy].some((name) => name.startsWith(LIST_TASK_PREFIX))
    const open = pendingTasks(run).filter(({ name }) => !busy.has(name))
    const lists = open.filter(({ kind }) => kind === 'list')
    const reads = open.filter(({ kind }) => kind === 'read')
    const first = isListing ? [] : lists.splice(0, 1)
    for (const task of [...first, ...reads, ...lists].slice(0, free)) start(task)
  }

  return {
    async next() {
      if (storingTask !== null) busy.delete(storingTask)
      for (;;) {
        const result = waiting.shift()
        fillSlots()
        if (result) {
          storingTask = result.task.name
          return result
        }
        if (inFlight === 0) return null
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    stop() {
      isStopped = true
    },
  }
}

async function createPageStep(
  run: OutlookSyncContext,
  task: FetchTask,
  page: Page<Message>,
): Promise<SyncStep> {
  // Listing and fetching run at the same time, but progress shows one phase: backfill.
  if (task.kind === 'list') return createListStep(run, task.folderId, page, 'backfill')
  advancePart(run, task.folderId, task.part, page.next)
  const { messages, failures } = await convertMessages(run, withoutPolledMessages(run, page))
  const { wanted } = partitionBySyncWindow(run, messages)
  run.context.onWaiting(null)
  return createStep(run, { phase: 'backfill', upserts: wanted, failures })
}

/**
 * Drops the messages of a page that a poll has reported since: the page may have been requested
 * before that poll, so its state of them may be outdated. Pages of ids do not need this, because
 * the delta link at the end of a folder's list reports every change since.
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

/** Every task that is not done: lists first, then parts, newest first, junk and trash last. */
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
