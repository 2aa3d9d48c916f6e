import { ImageOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { InnerMessage } from '#shared/contract/opened-message.ts'
import { useSettings, useUpdateSettings } from '../../../state/settings.ts'
import { errorText } from '../../../i18n/error-text.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { showToast } from '../../../ui/toast-store.ts'

interface ImagesBannerProps {
  content: Pick<InnerMessage, 'remoteImages' | 'trackers'>
  /** Who can be trusted for good; null for a message inside another, whose sender nobody checked. */
  sender: string | null
  onShowOnce: () => void
}

/** Says what was kept from being loaded, and lets it in once or for this sender. */
export function ImagesBanner({ content, sender, onShowOnce }: ImagesBannerProps) {
  const { t } = useTranslation()
  const { trustedImageSenders } = useSettings()
  const update = useUpdateSettings((error) =>
    showToast({ tone: 'error', text: errorText(t, error) }),
  )
  const blocked = t('reading.imagesBlocked', { count: content.remoteImages })
  return (
    <Banner
      icon={<ImageOff size={14} />}
      className="border-t border-line px-5"
      actions={
        <>
          <Button tone="ghost" size="small" onClick={onShowOnce}>
            {t('reading.showOnce')}
          </Button>
          {sender === null ? null : (
            <Button
              tone="ghost"
              size="small"
              onClick={() =>
                update.mutate({
                  trustedImageSenders: [...trustedImageSenders, sender.toLowerCase()],
                })
              }
            >
              {t('reading.alwaysShow')}
            </Button>
          )}
        </>
      }
    >
      {content.trackers > 0
        ? t('reading.withTrackers', {
            blocked,
            trackers: t('reading.trackers', { count: content.trackers }),
          })
        : `${blocked}.`}
    </Banner>
  )
}
