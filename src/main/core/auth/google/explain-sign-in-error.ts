import { createSignInErrorText } from '../sign-in-error-text.ts'

const REASONS = {
  access_denied: {
    en: 'Sign-in was cancelled in the browser. Nothing was changed.',
    es: 'El inicio de sesión se canceló en el navegador. No ha cambiado nada.',
  },
  scope_missing: {
    en: 'Google did not give permission to read and change mail. Start again and tick every box on Google’s page.',
    es: 'Google no dio permiso para leer y modificar el correo. Vuelve a empezar y marca todas las casillas en la página de Google.',
  },
  no_refresh_token: {
    en: 'Google gave no lasting permission. Remove MailManager under “Third-party apps” in your Google account, then start again.',
    es: 'Google no dio un permiso duradero. Quita MailManager en «Aplicaciones de terceros» de tu cuenta de Google y vuelve a empezar.',
  },
  other_address: {
    en: 'You signed in with another Google address than the one this account belongs to. Start again and choose the right one, or add the other address as a new account.',
    es: 'Has iniciado sesión con otra dirección de Google distinta de la de esta cuenta. Vuelve a empezar y elige la correcta, o añade la otra dirección como cuenta nueva.',
  },
  invalid_client: {
    en: 'Google does not know this OAuth client: it was deleted, or its JSON is wrong. Download the JSON of the “Desktop app” client again and import it.',
    es: 'Google no conoce este cliente OAuth: se borró o su JSON no es correcto. Descarga otra vez el JSON del cliente de tipo «App de escritorio» e impórtalo.',
  },
  redirect_uri_mismatch: {
    en: 'This OAuth client does not allow sign-in from a desktop program. Create a client of type “Desktop app” in Google Cloud and import its JSON.',
    es: 'Este cliente OAuth no permite iniciar sesión desde un programa de escritorio. Crea un cliente de tipo «App de escritorio» en Google Cloud e importa su JSON.',
  },
  invalid_grant: {
    en: 'Google did not accept the sign-in: it took too long or was used already. Start again. If it keeps happening, check this computer’s clock.',
    es: 'Google no aceptó el inicio de sesión: tardó demasiado o ya se usó. Vuelve a empezar. Si se repite, comprueba el reloj de este equipo.',
  },
  admin_policy_enforced: {
    en: 'Your organisation does not allow this app to use Gmail. Ask its Google Workspace administrator to allow it.',
    es: 'Tu organización no permite que esta aplicación use Gmail. Pide al administrador de Google Workspace que la autorice.',
  },
  org_internal: {
    en: 'This OAuth client is for members of one organisation only, and this address is not one of them. Sign in with an address of that organisation, or use another client.',
    es: 'Este cliente OAuth es solo para miembros de una organización y esta dirección no lo es. Usa una dirección de esa organización u otro cliente.',
  },
  api_disabled: {
    en: 'Gmail did not let MailManager in. Check that the Gmail API is enabled in the Google Cloud project of the OAuth client.',
    es: 'Gmail no dejó entrar a MailManager. Comprueba que la API de Gmail está activada en el proyecto de Google Cloud del cliente OAuth.',
  },
  offline: {
    en: 'Google can’t be reached. Check the internet connection and start again.',
    es: 'No se puede conectar con Google. Comprueba la conexión a internet y vuelve a empezar.',
  },
  throttled: {
    en: 'Google asks to wait: too many sign-ins in a short time. Try again in a few minutes.',
    es: 'Google pide esperar: demasiados inicios de sesión en poco tiempo. Inténtalo de nuevo en unos minutos.',
  },
  server: {
    en: 'Google has a problem of its own at the moment. Try again in a few minutes.',
    es: 'Google tiene un problema propio en este momento. Inténtalo de nuevo en unos minutos.',
  },
  refused: {
    en: 'Google refused the sign-in. Start again; if it stays so, check the OAuth client in Google Cloud.',
    es: 'Google rechazó el inicio de sesión. Vuelve a empezar; si se repite, revisa el cliente OAuth en Google Cloud.',
  },
} as const

export type SignInReason = keyof typeof REASONS

export const signInErrors = createSignInErrorText<SignInReason>(REASONS)

/**
 * The reason behind an `error` of Google's authorization or token endpoint (RFC 6749 sections
 * 4.1.2.1 and 5.2, and Google's own codes).
 */
export function signInReasonOf(error: string): SignInReason {
  switch (error) {
    case 'access_denied':
    case 'redirect_uri_mismatch':
    case 'invalid_grant':
    case 'admin_policy_enforced':
    case 'org_internal':
      return error
    case 'invalid_client':
    case 'deleted_client':
    case 'disabled_client':
    case 'unauthorized_client':
      return 'invalid_client'
    case 'invalid_scope':
      return 'scope_missing'
    case 'temporarily_unavailable':
    case 'server_error':
      return 'server'
    default:
      return 'refused'
  }
}
