export interface Messages {
  [key: string]: string | Messages
}

interface MessagesModule {
  messages: Messages
}

/**
 * Every feature keeps its words beside itself: `messages.en.ts` and `messages.es.ts`, each exporting
 * `messages` under top-level keys of its own. All are gathered here at build time.
 */
const MODULES = {
  en: import.meta.glob<MessagesModule>('../**/messages.en.ts', { eager: true }),
  es: import.meta.glob<MessagesModule>('../**/messages.es.ts', { eager: true }),
}

/** All messages of a language. Throws when two features use the same top-level key. */
export function catalogue(language: 'en' | 'es'): Messages {
  const all: Messages = {}
  for (const [path, { messages }] of Object.entries(MODULES[language])) {
    for (const [key, value] of Object.entries(messages)) {
      if (Object.hasOwn(all, key)) throw new Error(`${path} repeats the message group ${key}`)
      all[key] = value
    }
  }
  return all
}
