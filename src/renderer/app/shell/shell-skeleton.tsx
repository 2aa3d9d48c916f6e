import { RowsSkeleton } from '../../features/message-list/rows/rows-skeleton.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

/** The window’s outline while the first answer is on its way. */
export function ShellSkeleton() {
  return (
    <div className="flex h-full overflow-hidden">
      <div className="flex w-56 shrink-0 flex-col gap-3 border-e border-line bg-canvas p-3">
        <Skeleton className="h-8 w-full" />
        <Skeleton className="mt-2 h-4 w-2/3" />
        <Skeleton className="h-4 w-1/2" />
        <Skeleton className="h-4 w-3/5" />
      </div>
      <div className="w-[38%] shrink-0 overflow-hidden border-e border-line bg-surface pt-20">
        <RowsSkeleton density="comfortable" />
      </div>
      <div className="flex-1 bg-surface" />
    </div>
  )
}
