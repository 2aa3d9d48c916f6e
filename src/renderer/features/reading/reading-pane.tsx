import { MailOpen } from 'lucide-react'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigation } from '../../state/navigation.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useMessageRow } from './use-message-row.ts'
import { OpenMessage } from './open-message.tsx'

/** The message one reads, or the place for it. */
export function ReadingPane({ covering }: { covering: boolean }) {
  const { t } = useTranslation()
  // The list’s own answer to a key is painted first; walking fast skips the messages in between.
  const currentId = useDeferredValue(
    useNavigation((state) => (state.reading ? state.currentId : null)),
  )
  const row = useMessageRow(currentId)
  return (
    <section
      aria-label={t('reading.label')}
      className="[container-type:size] flex h-full min-w-0 flex-col bg-surface"
    >
      {row === undefined ? (
        <EmptyState icon={<MailOpen />} title={t('reading.none')}>
          <p className="mt-1 flex items-center gap-1.5 text-xs text-ink-3">
            <Kbd keys="j" />
            <Kbd keys="k" />
            {t('reading.noneHint')}
          </p>
        </EmptyState>
      ) : (
        <OpenMessage key={row.id} row={row} covering={covering} />
      )}
    </section>
  )
}
