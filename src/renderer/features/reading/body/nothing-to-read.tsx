import { FileText, LockKeyhole, MailOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenedMessage } from '#shared/contract/opened-message.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'

interface NothingToReadProps {
  reason: NonNullable<OpenedMessage['emptyReason']>
  protection: OpenedMessage['protection']
  /** What can be read instead. */
  children: ReactNode
}

/** Says why a message has no text, in the place of the text. */
export function NothingToRead({ reason, protection, children }: NothingToReadProps) {
  const { t } = useTranslation()
  switch (reason) {
    case 'encrypted':
      return (
        <EmptyState
          icon={<LockKeyhole />}
          title={t(`reading.encrypted.${protection.encryption ?? 'smime'}`)}
        />
      )
    case 'files':
      return <EmptyState icon={<FileText />} title={t('reading.onlyFiles')} action={children} />
    case 'invitation':
      return <EmptyState icon={<FileText />} title={t('reading.onlyInvitation')} />
    case 'empty':
      return <EmptyState icon={<MailOpen />} title={t('reading.noText')} />
  }
}
