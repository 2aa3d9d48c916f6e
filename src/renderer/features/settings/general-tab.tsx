import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Settings } from '#shared/contract/settings.ts'
import { useSettings, useUpdateSettings } from '../../state/settings.ts'
import { errorText } from '../../i18n/error-text.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import { Switch } from '../../ui/switch.tsx'
import { showToast } from '../../ui/toast-store.ts'
import { SettingRow } from './controls/setting-row.tsx'

const CHOICES = {
  language: ['system', 'en', 'es'],
  theme: ['system', 'light', 'dark'],
  density: ['comfortable', 'cosy', 'compact'],
  readingPane: ['right', 'bottom', 'off'],
  remoteImages: ['ask', 'always'],
} as const satisfies { [K in keyof Settings]?: readonly Settings[K][] }

type ChoiceName = keyof typeof CHOICES

/** Language, looks, and how messages are read. */
export function GeneralTab() {
  const { t } = useTranslation()
  const settings = useSettings()
  const update = useUpdateSettings((error) =>
    showToast({ tone: 'error', text: errorText(t, error) }),
  )

  const choice = (name: ChoiceName, hint?: string) => {
    const values: readonly string[] = CHOICES[name]
    const title = t(`settings.${name}.title`)
    return (
      <SettingRow title={title} hint={hint}>
        <Select
          label={title}
          value={settings[name]}
          onValueChange={(value) => update.mutate({ [name]: value })}
          options={values.map((value) => ({ value, label: t(`settings.${name}.${value}`) }))}
          className="w-44"
        />
      </SettingRow>
    )
  }
  const trusted = settings.trustedImageSenders
  return (
    <>
      {choice('language')}
      {choice('theme')}
      {choice('density')}
      {choice('readingPane')}
      <SettingRow title={t('settings.markReadOnOpen')}>
        <Switch
          label={t('settings.markReadOnOpen')}
          checked={settings.markReadOnOpen}
          onCheckedChange={(markReadOnOpen) => update.mutate({ markReadOnOpen })}
        />
      </SettingRow>
      {choice('remoteImages', t('settings.remoteImages.hint'))}
      <section className="py-3">
        <h3>{t('settings.trusted.title')}</h3>
        {trusted.length === 0 ? (
          <p className="text-xs text-ink-3">{t('settings.trusted.none')}</p>
        ) : (
          <ul className="mt-1 max-h-40 overflow-y-auto">
            {trusted.map((sender) => (
              <li key={sender} className="flex h-8 items-center gap-2">
                <span className="selectable min-w-0 flex-1 truncate text-ink-2">{sender}</span>
                <IconButton
                  size="small"
                  label={t('settings.trusted.remove', { sender })}
                  icon={<X size={14} />}
                  onClick={() =>
                    update.mutate({
                      trustedImageSenders: trusted.filter((other) => other !== sender),
                    })
                  }
                />
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}
