const GRAPH = 'https://graph.microsoft.com/'

/** Scopes of signing in itself; they are no part of what Graph checks. */
export const SIGN_IN_SCOPES: ReadonlySet<string> = new Set([
  'openid',
  'profile',
  'email',
  'offline_access',
])

/** What the consent page says of each permission, by its name without the resource. */
export const PERMISSION_DESCRIPTIONS: ReadonlyMap<string, string> = new Map([
  ['User.Read', 'View your basic profile'],
  ['Mail.ReadBasic', 'Read basic information of your mail'],
  ['Mail.Read', 'Read your mail'],
  ['Mail.ReadWrite', 'Read and write access to your mail'],
  ['Mail.Send', 'Send mail as you'],
  ['MailboxSettings.Read', 'Read your mailbox settings'],
  ['offline_access', 'Maintain access to data you have given it access to'],
])

export interface ParsedScopes {
  /** Names without the resource, in Microsoft's spelling. */
  scopes: string[]
  /** As asked for, without offline_access: what the token answer repeats. */
  scopesAsWritten: string[]
}

/** The scopes of a request, or the first that is unknown. Case does not matter, as at Microsoft. */
export function parseScopes(value: string): ParsedScopes | { unknown: string } {
  const scopes: string[] = []
  const worded: string[] = []
  for (const word of value.split(/\s+/u).filter((entry) => entry !== '')) {
    const name = word.toLowerCase().startsWith(GRAPH) ? word.slice(GRAPH.length) : word
    const known = [...SIGN_IN_SCOPES, ...PERMISSION_DESCRIPTIONS.keys()].find(
      (scope) => scope.toLowerCase() === name.toLowerCase(),
    )
    if (known === undefined || (name !== word && SIGN_IN_SCOPES.has(known)))
      return { unknown: word }
    if (scopes.includes(known)) continue
    scopes.push(known)
    if (known !== 'offline_access') worded.push(name === word ? known : GRAPH + known)
  }
  return { scopes, scopesAsWritten: worded }
}
