import { useTranslation } from 'react-i18next'
import { useSettings, useUpdateSettings } from '../../state/settings.ts'
import { LANGUAGES, resolveLanguage } from '../../i18n/i18n.ts'
import { Select } from '../../ui/select.tsx'

/** The language of the window, each named in itself. */
export function LanguageSwitch() {
  const { t } = useTranslation()
  const { language } = useSettings()
  const update = useUpdateSettings()
  return (
    <Select
      label={t('welcome.language')}
      className="w-32"
      value={resolveLanguage(language, navigator.languages)}
      options={LANGUAGES.map((value) => ({ value, label: t(`welcome.languages.${value}`) }))}
      onValueChange={(value) => update.mutate({ language: value })}
    />
  )
}
