import { useTranslation } from 'react-i18next'

/**
 * The locale for dates and numbers: the system's own variant of the language on the screen, such as
 * `en-GB`, so that its clock and its order of day and month hold; else the language itself.
 */
export function formatLocale(language: string, systemLanguages: readonly string[]): string {
  const own = systemLanguages.find((tag) => tag.split('-')[0] === language)
  return own !== undefined && isLanguageTag(own) ? own : language
}

/** Some systems hand over POSIX names such as `en-US@posix`, at which Intl throws. */
function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

/** The locale for dates and numbers on the screen. */
export function useLocale(): string {
  const { i18n } = useTranslation()
  return formatLocale(i18n.language, navigator.languages)
}
