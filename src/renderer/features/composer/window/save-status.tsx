import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import { Button } from '../../../ui/button.tsx'
import { formatTimeOfDay } from '../../../i18n/dates.ts'
import type { SaveState } from '../draft/create-autosave.ts'

interface SaveStatusProps {
  save: SaveState
  onRetry: () => void
}

/** Where the words are kept, in words: “Saved 10:42 on this device”. */
export function SaveStatus({ save, onRetry }: SaveStatusProps) {
  const { t } = useTranslation()
  const locale = useLocale()
  if (save.kind === 'failed') {
    return (
      <span role="alert" className="flex min-w-0 items-center gap-1 text-xs text-danger">
        <span className="truncate" title={save.message}>
          {t('composer.save.failed')}
        </span>
        <Button size="small" tone="ghost" onClick={onRetry}>
          {t('composer.save.retry')}
        </Button>
      </span>
    )
  }
  const text = (() => {
    switch (save.kind) {
      case 'clean':
        return ''
      case 'pending':
      case 'saving':
        return t('composer.save.saving')
      case 'saved':
        return t('composer.save.saved', {
          time: formatTimeOfDay(new Date(save.at).toISOString(), locale),
        })
    }
  })()
  return (
    <span role="status" className="min-w-0 truncate text-xs text-ink-3" title={text}>
      {text}
    </span>
  )
}
