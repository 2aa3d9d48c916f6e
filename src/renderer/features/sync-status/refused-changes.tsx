import { useQuery, useQueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import type { PendingChange } from '#shared/contract/changes.ts'
import { call } from '../../client/client.ts'
import { errorText } from '../../i18n/error-text.ts'
import { Button } from '../../ui/button.tsx'
import { showToast } from '../../ui/toast-store.ts'

interface RefusedChangesProps {
  accountId: string
}

/**
 * Changes that the provider refused, each with its reason: they stay until the person tries again or
 * dismisses them.
 */
export function RefusedChanges({ accountId }: RefusedChangesProps) {
  const { t } = useTranslation()
  const { data = [] } = useQuery({
    queryKey: ['changes.list', {}],
    queryFn: ({ signal }) => call('changes.list', {}, { signal }),
  })
  const refused = data.filter((one) => one.accountId === accountId && one.state === 'refused')
  if (refused.length === 0) return null
  return (
    <section className="mt-1 flex flex-col gap-2 border-t border-line pt-2">
      <h3 className="font-semibold text-ink">
        {t('sync.refused.title', { count: refused.length })}
      </h3>
      <ul className="flex flex-col gap-2">
        {refused.map((change) => (
          <RefusedChange key={change.changeId} change={change} />
        ))}
      </ul>
    </section>
  )
}

function RefusedChange({ change }: { change: PendingChange }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const decide = async (operation: 'changes.retry' | 'changes.discard'): Promise<void> => {
    try {
      await call(operation, { id: change.changeId })
      await queries.invalidateQueries({ queryKey: ['changes.list'] })
    } catch (error) {
      showToast({ tone: 'error', text: errorText(i18next.t, error) })
    }
  }
  return (
    <li className="flex flex-col gap-1">
      <p className="truncate text-ink" title={change.subject}>
        {t(`sync.refused.kind.${change.kind}`)}
        {change.subject === '' ? null : ` · ${change.subject}`}
      </p>
      {change.reason === null ? null : <p className="selectable text-ink-3">{change.reason}</p>}
      <div className="flex gap-2">
        <Button size="small" onClick={() => void decide('changes.retry')}>
          {t('sync.refused.retry')}
        </Button>
        <Button size="small" tone="ghost" onClick={() => void decide('changes.discard')}>
          {t('sync.refused.dismiss')}
        </Button>
      </div>
    </li>
  )
}
