const PREFIX = 'https://www.googleapis.com/auth/'

export const MAIL_SCOPE = 'https://mail.google.com/'
export const MODIFY = `${PREFIX}gmail.modify`
export const READONLY = `${PREFIX}gmail.readonly`
export const SEND = `${PREFIX}gmail.send`
export const COMPOSE = `${PREFIX}gmail.compose`
export const LABELS = `${PREFIX}gmail.labels`
export const METADATA = `${PREFIX}gmail.metadata`
export const SETTINGS = `${PREFIX}gmail.settings.basic`
const USERINFO_EMAIL = `${PREFIX}userinfo.email`
const USERINFO_PROFILE = `${PREFIX}userinfo.profile`

/** What the consent page says of each scope. */
export const SCOPE_DESCRIPTIONS: ReadonlyMap<string, string> = new Map([
  ['openid', 'Know who you are on Google'],
  [USERINFO_EMAIL, 'See your primary Google Account email address'],
  [USERINFO_PROFILE, 'See your personal info, including any you have made public'],
  [MAIL_SCOPE, 'Read, compose, send and permanently delete all your email from Gmail'],
  [MODIFY, 'Read, compose and send emails from your Gmail account'],
  [READONLY, 'View your email messages and settings'],
  [SEND, 'Send email on your behalf'],
  [COMPOSE, 'Manage drafts and send emails'],
  [LABELS, 'See and edit your email labels'],
  [METADATA, 'View your email message metadata, but not the message body'],
  [SETTINGS, 'See, edit, create or change your email settings and filters in Gmail'],
])

/** Sign-in scopes are granted with the account; the page offers no tick for them. */
export const SIGN_IN_SCOPES: ReadonlySet<string> = new Set([
  'openid',
  USERINFO_EMAIL,
  USERINFO_PROFILE,
])

/** The scopes of a request by their full names, or the first that Google does not know. */
export function parseScopes(value: string): { scopes: string[] } | { unknown: string } {
  const scopes: string[] = []
  for (const word of value.split(/\s+/u).filter((entry) => entry !== '')) {
    const scope = word === 'email' ? USERINFO_EMAIL : word === 'profile' ? USERINFO_PROFILE : word
    if (!SCOPE_DESCRIPTIONS.has(scope)) return { unknown: word }
    if (!scopes.includes(scope)) scopes.push(scope)
  }
  return { scopes }
}

export function includesEmail(scopes: Iterable<string>): boolean {
  return [...scopes].includes(USERINFO_EMAIL)
}

export function includesProfile(scopes: Iterable<string>): boolean {
  return [...scopes].includes(USERINFO_PROFILE)
}
