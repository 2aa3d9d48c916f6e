import { LockKeyhole, ShieldQuestionMark } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { OpenedMessage } from '#shared/contract/opened-message.ts'
import { saveAttachment } from '../attachments/save-attachment.ts'
import type { OpenedPlace } from '../opened-place.ts'

interface ProtectionLineProps {
  message: OpenedPlace
  protection: OpenedMessage['protection']
  hasText: boolean
}

/** Says quietly how a message is signed, and that a part of it is encrypted. */
export function ProtectionLine({ message, protection, hasText }: ProtectionLineProps) {
  const { t } = useTranslation()
  const { signature, encryption } = protection
  const isPartlyEncrypted = encryption !== null && hasText
  if (signature === null && !isPartlyEncrypted) return null
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-5 py-1.5 text-xs text-ink-3">
      {signature === null ? null : (
        <p className="flex items-center gap-2">
          <ShieldQuestionMark size={14} strokeWidth={1.75} aria-hidden />
          {t(`reading.signed.${signature.standard}`)}
          <button
            type="button"
            className="rounded-sm font-semibold text-accent hover:underline"
            onClick={() =>
              void saveAttachment(t, message, {
                attachmentId: signature.attachmentId,
                name: t('reading.signature'),
              })
            }
          >
            {t('reading.saveSignature')}
          </button>
        </p>
      )}
      {isPartlyEncrypted ? (
        <p className="flex items-center gap-2">
          <LockKeyhole size={14} strokeWidth={1.75} aria-hidden />
          {t('reading.partlyEncrypted')}
        </p>
      ) : null}
    </div>
  )
}
