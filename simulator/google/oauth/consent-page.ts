import { SCOPE_DESCRIPTIONS, SIGN_IN_SCOPES } from './scopes.ts'

export interface ConsentPage {
  requestId: string
  appName: string
  accounts: readonly { email: string; displayName: string }[]
  chosen: string | null
  scopes: readonly string[]
}

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas }
  main { width: min(26rem, calc(100vw - 3rem)); padding: 2rem; border: 1px solid color-mix(in srgb, CanvasText 18%, Canvas); border-radius: 10px }
  h1 { font-size: 1.3rem; margin: 0 0 .25rem } p { margin: .25rem 0 1rem; opacity: .75 }
  fieldset { border: 0; padding: 0; margin: 0 0 1.25rem } legend { font-weight: 600; margin-bottom: .4rem }
  label { display: flex; gap: .6rem; align-items: baseline; padding: .35rem 0 } small { opacity: .7 }
  footer { display: flex; justify-content: flex-end; gap: .6rem }
  button { font: inherit; padding: .45rem 1.1rem; border-radius: 6px; border: 1px solid color-mix(in srgb, CanvasText 30%, Canvas); background: transparent; color: inherit; cursor: pointer }
  button.primary { background: #1a5fb4; border-color: #1a5fb4; color: #fff }
`

/** The page on which a person picks an account and allows or refuses. Works without scripts. */
export function consentPage(page: ConsentPage): string {
  const accounts = page.accounts
    .map(({ email, displayName }, index) => {
      const checked = page.chosen === null ? index === 0 : page.chosen === email
      return `<label><input type="radio" name="account" value="${escapeHtml(email)}"${checked ? ' checked' : ''}>
        <span>${escapeHtml(displayName)}<br><small>${escapeHtml(email)}</small></span></label>`
    })
    .join('')
  const scopes = page.scopes
    .filter((scope) => !SIGN_IN_SCOPES.has(scope))
    .map(
      (scope) =>
        `<label><input type="checkbox" name="scope" value="${escapeHtml(scope)}" checked>
        <span>${escapeHtml(SCOPE_DESCRIPTIONS.get(scope) ?? scope)}</span></label>`,
    )
    .join('')
  return htmlDocument(
    'Sign in – simulated Google',
    `<h1>${escapeHtml(page.appName)} wants access</h1>
    <p>This is a simulator. No real Google account is involved.</p>
    <form method="post" action="/o/oauth2/v2/auth/decision">
      <input type="hidden" name="request" value="${escapeHtml(page.requestId)}">
      <fieldset><legend>Choose an account</legend>${accounts}</fieldset>
      ${scopes === '' ? '' : `<fieldset><legend>It would be able to</legend>${scopes}</fieldset>`}
      <footer>
        <button name="decision" value="cancel">Cancel</button>
        <button class="primary" name="decision" value="allow">Allow</button>
      </footer>
    </form>`,
  )
}

/** Google's "Access blocked" page. */
export function errorPage(status: number, code: string, message: string): string {
  return htmlDocument(
    `Error ${status}: ${code}`,
    `<h1>Access blocked: Authorization Error</h1><p>${escapeHtml(message)}</p>
    <p>Error ${status}: ${escapeHtml(code)}</p>`,
  )
}

/** A page in the simulator's style. `body` is HTML. */
export function htmlDocument(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>${STYLE}</style></head><body><main>${body}</main></body></html>`
}

/** Text for use in HTML and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
