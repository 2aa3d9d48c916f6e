import type { Settings } from '#shared/contract/settings.ts'

/** Whether a sender’s remote images load: always, for those the person trusts, or not. */
export function imagePolicy(
  settings: Pick<Settings, 'remoteImages' | 'trustedImageSenders'>,
  fromEmail: string,
  shownOnce: boolean,
): 'block' | 'show' {
  if (shownOnce || settings.remoteImages === 'always') return 'show'
  const sender = fromEmail.toLowerCase()
  return settings.trustedImageSenders.some((trusted) => trusted.toLowerCase() === sender)
    ? 'show'
    : 'block'
}
