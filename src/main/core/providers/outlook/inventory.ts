import type { Message } from '@microsoft/microsoft-graph-types'
import type { SyncStep } from '#core/ports/provider.ts'
import { readPage } from './answers.ts'
import { followFolderError } from './again.ts'
import type { FolderState } from './checkpoint.ts'
import { BODIES_PER_PAGE } from './fields.ts'
import { placeNews } from './place-news.ts'
import { deltaRequest, noNews, takePage } from './pages.ts'
import { reading, stepOf, updateFolder, type SyncRun } from './session.ts'

/** So many folders are asked together; a page of each may be a thousand ids. */
const AT_ONCE = 10

/**
 * Learns every message of every folder that is not listed yet, a thousand a page, ten folders at a
 * time: those that are stored are placed, the others go to the backlog. At its end each folder's
 * changes begin.
 */
export async function* inventory(run: SyncRun): AsyncGenerator<SyncStep> {
  for (;;) {
    const asked = Object.entries(run.checkpoint.folders)
      .flatMap(([id, folder]) => (folder.isListed ? [] : [id]))
      .slice(0, AT_ONCE)
    if (asked.length === 0) return
    const answers = await run.session.client.batch(
      asked.map((id) => deltaRequest(run, id)),
      reading(run, 'background'),
    )
    const news = noNews()
    for (const [index, folderId] of asked.entries()) {
      const answer = answers[index]
      if (answer?.ok === true) takePage(run, folderId, readPage<Message>(answer.data), news)
      else if (answer) followFolderError(run, folderId, answer.error)
    }
    const { placements, unknown } = await placeNews(run, news)
    settleListed(run, placements)
    for (const [folderId, count] of countsOf(unknown.map(({ folderId }) => folderId))) {
      const missing = (run.checkpoint.folders[folderId]?.missing ?? 0) + count
      updateFolder(run, folderId, { missing })
    }
    for (const folderId of asked) {
      const folder = run.checkpoint.folders[folderId]
      if (folder?.isListed === true && !isWorthAList(folder)) {
        updateFolder(run, folderId, { isRead: true })
      }
    }
    run.context.onWaiting(null)
    yield stepOf(run, {
      phase: 'inventory',
      placements,
      discovered: unknown.map(({ ref }) => ref),
    })
  }
}

/** What a list shows as it stands needs no question of its own. */
function settleListed(run: SyncRun, placements: SyncStep['placements']): void {
  const listed = new Set(placements.map(({ providerMessageId }) => providerMessageId))
  const unsettled = run.checkpoint.unsettled.filter((id) => !listed.has(id))
  run.checkpoint = { ...run.checkpoint, unsettled }
}

/** Where few are missing of many, asking for those few costs less than listing the folder. */
function isWorthAList({ missing, total }: FolderState): boolean {
  return missing > Math.max(total, missing) / BODIES_PER_PAGE
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
