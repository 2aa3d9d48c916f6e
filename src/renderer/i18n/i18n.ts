import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { catalogue } from './catalogue.ts'

export const LANGUAGES = ['en', 'es'] as const
export type Language = (typeof LANGUAGES)[number]

/** The language to use for a setting: the person’s, or the first of the system’s that we have. */
export function resolveLanguage(
  setting: Language | 'system',
  systemLanguages: readonly string[],
): Language {
  if (setting !== 'system') return setting
  for (const tag of systemLanguages) {
    const language = LANGUAGES.find((known) => tag.toLowerCase().split('-')[0] === known)
    if (language) return language
  }
  return 'en'
}

/** Starts i18next with both catalogues; nothing is fetched. */
export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: {
      en: { translation: catalogue('en') },
      es: { translation: catalogue('es') },
    },
    // React escapes.
    interpolation: { escapeValue: false },
  })
  document.documentElement.lang = language
}

/** Changes the language of the whole page. */
export async function setLanguage(language: Language): Promise<void> {
  if (i18next.language === language) return
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  document.documentElement.dir = i18next.dir(language)
}
