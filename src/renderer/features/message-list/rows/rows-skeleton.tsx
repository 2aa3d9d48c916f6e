import { useTranslation } from 'react-i18next'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { ROW_HEIGHT, type Density } from './row-density.ts'

const WIDTHS = ['w-2/5', 'w-1/3', 'w-1/2', 'w-1/4']
/** More than fit on most screens; the rest is clipped. */
const ROWS = 24

/** Rows to be, while the first page is read. */
export function RowsSkeleton({ density }: { density: Density }) {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('list.loading')} className="min-h-0 flex-1 overflow-hidden">
      {Array.from({ length: ROWS }, (_, index) => (
        <div
          key={index}
          style={{ height: ROW_HEIGHT[density] }}
          className="flex flex-col justify-center gap-2 border-b border-line ps-8 pe-3"
        >
          <div className="flex justify-between">
            <Skeleton className={`h-3 ${WIDTHS[index % WIDTHS.length] ?? ''}`} />
            <Skeleton className="h-3 w-8" />
          </div>
          {density === 'compact' ? null : <Skeleton className="h-3 w-4/5" />}
        </div>
      ))}
    </div>
  )
}
