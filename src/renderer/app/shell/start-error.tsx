import { RotateCw, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'

/** When not even the mailboxes can be read. */
export function StartError({ message, onRetry }: { message: string; onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <main className="h-full bg-surface">
      <EmptyState
        alert
        icon={<TriangleAlert />}
        title={t('app.startError')}
        description={message}
        action={
          <Button icon={<RotateCw size={14} />} onClick={onRetry}>
            {t('list.retry')}
          </Button>
        }
      />
    </main>
  )
}
