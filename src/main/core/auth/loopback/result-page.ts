import { createHash } from 'node:crypto'

export type PageLanguage = 'en' | 'es'

/** What the browser tab says at the end of a sign-in. */
export type ResultPageMessage =
  | { kind: 'connected'; title: string }
  | { kind: 'failed'; reason: string }
  | { kind: 'unknown' }
  | { kind: 'used' }
  | { kind: 'expired' }
  /** Cancelled, or begun again in the meantime. */
  | { kind: 'replaced' }
  | { kind: 'not-found' }

type Words = readonly [heading: string, text: string]

const WORDS = {
  en: {
    connected: (title: string): Words => [
      `${title} is connected`,
      'You can close this tab and go back to MailManager.',
    ],
    failed: (reason: string): Words => ['Sign-in didn’t work', reason],
    unknown: [
      'Nothing to do here',
      'This link doesn’t belong to a sign-in that MailManager is waiting for. Start again in MailManager.',
    ],
    used: ['This link was used already', 'The result is shown in MailManager.'],
    expired: ['This sign-in took too long', 'Start again in MailManager.'],
    replaced: [
      'This sign-in is no longer waited for',
      'It was cancelled, or begun again in another tab. Use the newest tab, or start again in MailManager.',
    ],
    'not-found': ['Nothing here', 'MailManager only waits here for the end of a sign-in.'],
  },
  es: {
    connected: (title: string): Words => [
      `${title} está conectada`,
      'Puedes cerrar esta pestaña y volver a MailManager.',
    ],
    failed: (reason: string): Words => ['No se pudo iniciar sesión', reason],
    unknown: [
      'Aquí no hay nada que hacer',
      'Este enlace no corresponde a ningún inicio de sesión que MailManager esté esperando. Vuelve a empezar en MailManager.',
    ],
    used: ['Este enlace ya se usó', 'El resultado se muestra en MailManager.'],
    expired: ['Este inicio de sesión tardó demasiado', 'Vuelve a empezar en MailManager.'],
    replaced: [
      'Ya no se espera este inicio de sesión',
      'Se canceló o se empezó de nuevo en otra pestaña. Usa la pestaña más reciente o vuelve a empezar en MailManager.',
    ],
    'not-found': [
      'Aquí no hay nada',
      'MailManager solo espera aquí el final de un inicio de sesión.',
    ],
  },
} as const

const STYLE = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f6f7f9;color:#1c2024;font:16px/1.5 system-ui,sans-serif}
main{max-width:26rem;margin:1.5rem;padding:2rem;border-radius:12px;background:#fff;box-shadow:0 1px 3px rgb(0 0 0/.16)}
p{margin:0}
h1{margin:0 0 .5rem;font-size:1.25rem;line-height:1.3;overflow-wrap:anywhere}
.mark{margin-bottom:.75rem;font-size:1.75rem;line-height:1}
.good{color:#18794e}.bad{color:#b42318}
@media (prefers-color-scheme:dark){body{background:#111315;color:#eceef0}main{background:#1c1f22;box-shadow:none}.good{color:#4cc38a}.bad{color:#ff9592}}`

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** Headers of every answer: nothing may load, run, frame, be kept or be referred to. */
export const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  Connection: 'close',
} as const

/** A whole HTML page with no outside resource and no script. Every text in it is escaped. */
export function renderResultPage(message: ResultPageMessage, language: PageLanguage): string {
  const [heading, text] = textOf(message, language)
  const isGood = message.kind === 'connected'
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escape(heading)} – MailManager</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="mark ${isGood ? 'good' : 'bad'}" aria-hidden="true">${isGood ? '✓' : '!'}</p>
<h1>${escape(heading)}</h1>
<p>${escape(text)}</p>
</main>
</body>
</html>
`
}

/** The first of our languages that the browser accepts; RFC 9110 section 12.5.4 with q-values. */
export function pageLanguage(
  acceptLanguage: string | undefined,
  fallback: PageLanguage,
): PageLanguage {
  const wishes = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const q = parameters.map((p) => /^\s*q=([\d.]+)\s*$/u.exec(p)?.[1]).find(Boolean)
      return { language: tag.split('-')[0], weight: q === undefined ? 1 : Number(q) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((left, right) => right.weight - left.weight)
  for (const { language } of wishes) {
    if (language === 'en' || language === 'es') return language
  }
  return fallback
}

function textOf(message: ResultPageMessage, language: PageLanguage): readonly [string, string] {
  const words = WORDS[language]
  switch (message.kind) {
    case 'connected':
      return words.connected(message.title)
    case 'failed':
      return words.failed(message.reason)
    case 'unknown':
    case 'used':
    case 'expired':
    case 'replaced':
    case 'not-found':
      return words[message.kind]
  }
}

function escape(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/gu, (character) => entities[character] ?? '')
}
