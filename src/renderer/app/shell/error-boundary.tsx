import { RotateCw, TriangleAlert } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'

interface ErrorBoundaryProps {
  children: ReactNode
  /** What stands in place of the failed part; the whole page's notice unless told otherwise. */
  fallback?: ReactNode
}

/**
 * Keeps a failure while drawing, or a part that could not be loaded, from blanking the page.
 * React has this for class components only.
 */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return this.props.fallback === undefined ? <ErrorNotice /> : this.props.fallback
  }
}

function ErrorNotice() {
  const { t } = useTranslation()
  return (
    <main className="h-full bg-surface">
      <EmptyState
        alert
        icon={<TriangleAlert />}
        title={t('app.failed')}
        description={t('app.failedHint')}
        action={
          <Button icon={<RotateCw size={14} />} onClick={() => location.reload()}>
            {t('app.loadAgain')}
          </Button>
        }
      />
    </main>
  )
}
