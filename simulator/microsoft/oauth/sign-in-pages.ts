import { htmlDocument, escapeHtml } from '../../google/oauth/consent-page.ts'
import { PERMISSION_DESCRIPTIONS } from './scopes.ts'

/** The page on which a person picks an account and accepts or cancels. Works without scripts. */
export function consentPage(page: {
  requestId: string
  action: string
  accounts: readonly { email: string; displayName: string }[]
  chosen: string | null
  scopes: readonly string[]
}): string {
  const accounts = page.accounts
    .map(({ email, displayName }, index) => {
      const checked = page.chosen === null ? index === 0 : page.chosen === email
      return `<label><input type="radio" name="account" value="${escapeHtml(email)}"${checked ? ' checked' : ''}>
        <span>${escapeHtml(displayName)}<br><small>${escapeHtml(email)}</small></span></label>`
    })
    .join('')
  // Microsoft takes all of it or nothing: there is no tick for each permission.
  const permissions = page.scopes
    .flatMap((scope) => PERMISSION_DESCRIPTIONS.get(scope) ?? [])
    .map((text) => `<li>${escapeHtml(text)}</li>`)
    .join('')
  return htmlDocument(
    'Sign in – simulated Microsoft',
    `<h1>MailManager needs your permission</h1>
    <p>This is a simulator. No real Microsoft account is involved.</p>
    <form method="post" action="${escapeHtml(page.action)}">
      <input type="hidden" name="request" value="${escapeHtml(page.requestId)}">
      <fieldset><legend>Choose an account</legend>${accounts}</fieldset>
      <fieldset><legend>It would like to</legend><ul>${permissions}</ul></fieldset>
      <footer>
        <button name="decision" value="cancel">Cancel</button>
        <button class="primary" name="decision" value="accept">Accept</button>
      </footer>
    </form>`,
  )
}

/** What an organisation shows whose people may not consent by themselves. */
export function approvalPage(requestId: string, action: string): string {
  return htmlDocument(
    'Need admin approval – simulated Microsoft',
    `<h1>Need admin approval</h1>
    <p>MailManager needs permission to access resources in your organisation that only an admin can grant.</p>
    <form method="post" action="${escapeHtml(action)}">
      <input type="hidden" name="request" value="${escapeHtml(requestId)}">
      <footer><button name="decision" value="return">Return to the application without granting consent</button></footer>
    </form>`,
  )
}

/** Errors shown before the redirect URI can be trusted. */
export function signInErrorPage(description: string): string {
  return htmlDocument(
    'Sign in – error',
    `<h1>Sorry, but we’re having trouble signing you in.</h1><p>${escapeHtml(description)}</p>`,
  )
}

/** response_mode=form_post: a page that posts the answer back. */
export function formPostPage(redirectUri: string, parameters: Record<string, string>): string {
  const fields = Object.entries(parameters)
    .map(
      ([name, value]) =>
        `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    )
    .join('')
  return htmlDocument(
    'Working…',
    `<form method="post" action="${escapeHtml(redirectUri)}">${fields}<button class="primary">Continue</button></form>
    <script>document.forms[0].submit()</script>`,
  )
}
