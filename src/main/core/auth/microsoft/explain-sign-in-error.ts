import { createSignInErrorText } from '../sign-in-error-text.ts'

const REASONS = {
  access_denied: {
    en: 'Sign-in was cancelled in the browser. Nothing was changed.',
    es: 'El inicio de sesión se canceló en el navegador. No ha cambiado nada.',
  },
  admin_approval: {
    en: 'Your organisation lets only an administrator approve this app. Ask your administrator to approve it, then start again.',
    es: 'En tu organización solo un administrador puede aprobar esta aplicación. Pide a tu administrador que la apruebe y vuelve a empezar.',
  },
  consent: {
    en: 'The permissions MailManager needs were not given. Start again and accept them on Microsoft’s page.',
    es: 'No se dieron los permisos que necesita MailManager. Vuelve a empezar y acéptalos en la página de Microsoft.',
  },
  scope_missing: {
    en: 'Microsoft did not give permission to read, change and send mail. Add Mail.ReadWrite and Mail.Send to the app’s API permissions, then start again.',
    es: 'Microsoft no dio permiso para leer, modificar y enviar correo. Añade Mail.ReadWrite y Mail.Send a los permisos de API de la aplicación y vuelve a empezar.',
  },
  no_refresh_token: {
    en: 'Microsoft gave no lasting permission (offline_access). Start again and accept all permissions.',
    es: 'Microsoft no dio un permiso duradero (offline_access). Vuelve a empezar y acepta todos los permisos.',
  },
  other_address: {
    en: 'You signed in with another Microsoft address than the one this account belongs to. Start again and choose the right one, or add the other address as a new account.',
    es: 'Has iniciado sesión con otra dirección de Microsoft distinta de la de esta cuenta. Vuelve a empezar y elige la correcta, o añade la otra dirección como cuenta nueva.',
  },
  invalid_client: {
    en: 'Microsoft does not know this application: its client id is wrong, it was deleted, or it is not open to your kind of account. Check it in Microsoft Entra and import it again.',
    es: 'Microsoft no conoce esta aplicación: su id de cliente no es correcto, se borró o no admite tu tipo de cuenta. Compruébalo en Microsoft Entra e impórtalo otra vez.',
  },
  not_public: {
    en: 'This application expects a secret. In Microsoft Entra, open Authentication, set “Allow public client flows” to Yes, and start again.',
    es: 'Esta aplicación espera un secreto. En Microsoft Entra, abre Autenticación, pon «Permitir flujos de cliente público» en Sí y vuelve a empezar.',
  },
  redirect_uri: {
    en: 'This application does not allow sign-in from a desktop program. In Microsoft Entra, add http://localhost under “Mobile and desktop applications”, and start again.',
    es: 'Esta aplicación no permite iniciar sesión desde un programa de escritorio. En Microsoft Entra, añade http://localhost en «Aplicaciones móviles y de escritorio» y vuelve a empezar.',
  },
  invalid_grant: {
    en: 'Microsoft did not accept the sign-in: it took too long or was used already. Start again. If it keeps happening, check this computer’s clock.',
    es: 'Microsoft no aceptó el inicio de sesión: tardó demasiado o ya se usó. Vuelve a empezar. Si se repite, comprueba el reloj de este equipo.',
  },
  policy: {
    en: 'Your organisation’s rules do not allow this sign-in. Ask your administrator.',
    es: 'Las reglas de tu organización no permiten este inicio de sesión. Consulta a tu administrador.',
  },
  no_mailbox: {
    en: 'This Microsoft account has no mailbox that MailManager can read. Sign in with an address that has mail at Outlook.com or Microsoft 365.',
    es: 'Esta cuenta de Microsoft no tiene un buzón que MailManager pueda leer. Usa una dirección con correo en Outlook.com o Microsoft 365.',
  },
  offline: {
    en: 'Microsoft can’t be reached. Check the internet connection and start again.',
    es: 'No se puede conectar con Microsoft. Comprueba la conexión a internet y vuelve a empezar.',
  },
  throttled: {
    en: 'Microsoft asks to wait: too many requests in a short time. Try again in a few minutes.',
    es: 'Microsoft pide esperar: demasiadas peticiones en poco tiempo. Inténtalo de nuevo en unos minutos.',
  },
  server: {
    en: 'Microsoft has a problem of its own at the moment. Try again in a few minutes.',
    es: 'Microsoft tiene un problema propio en este momento. Inténtalo de nuevo en unos minutos.',
  },
  refused: {
    en: 'Microsoft refused the sign-in. Start again; if it stays so, check the application in Microsoft Entra.',
    es: 'Microsoft rechazó el inicio de sesión. Vuelve a empezar; si se repite, revisa la aplicación en Microsoft Entra.',
  },
} as const

export type SignInReason = keyof typeof REASONS

export const signInErrors = createSignInErrorText<SignInReason>(REASONS)

/** Microsoft's numbered errors that say more than their OAuth code. */
const BY_CODE = new Map<number, SignInReason>([
  [65004, 'access_denied'],
  [65001, 'consent'],
  [90093, 'admin_approval'],
  [90094, 'admin_approval'],
  [90095, 'admin_approval'],
  [900941, 'admin_approval'],
  [50105, 'policy'],
  [53000, 'policy'],
  [53001, 'policy'],
  [53003, 'policy'],
  [500113, 'redirect_uri'],
  [50011, 'redirect_uri'],
  [7000218, 'not_public'],
  [700016, 'invalid_client'],
  [700038, 'invalid_client'],
  [50194, 'invalid_client'],
  [50020, 'invalid_client'],
  [9002331, 'invalid_client'],
  [9002346, 'invalid_client'],
])

/**
 * The reason behind an `error` of the authorize or token endpoint: its AADSTS number where we know
 * it, or else its OAuth code (RFC 6749 sections 4.1.2.1 and 5.2).
 */
export function signInReasonOf(error: string, codes: readonly number[]): SignInReason {
  for (const code of codes) {
    const reason = BY_CODE.get(code)
    if (reason !== undefined) return reason
  }
  switch (error) {
    case 'access_denied':
    case 'invalid_grant':
      return error
    case 'consent_required':
    case 'interaction_required':
      return 'consent'
    case 'invalid_client':
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
