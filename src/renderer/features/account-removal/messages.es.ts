export const messages = {
  removal: {
    title: '¿Eliminar la cuenta «{{name}}»?',
    means: {
      gmail:
        'Se revoca en Google el permiso de MailManager para leer esta cuenta y se quitan de este dispositivo sus credenciales, su correo y sus borradores. Lo que espera en la bandeja de salida no se envía. El correo en Google se queda. No se puede deshacer.',
      outlook:
        'Se quitan de este dispositivo sus credenciales, su correo y sus borradores. Lo que espera en la bandeja de salida no se envía. El correo en Microsoft se queda, y también el permiso que aparece allí hasta que lo quites. No se puede deshacer.',
    },
    meansDemo: 'Se quitan de este dispositivo el correo simulado y sus borradores.',
    confirm: 'Eliminar',
    deleted: 'Cuenta eliminada',
    notRevoked: {
      gmail:
        'Cuenta eliminada, pero no se pudo avisar a Google. Retira tú el acceso de MailManager en myaccount.google.com/permissions.',
      outlook:
        'Cuenta eliminada. Microsoft aún muestra el permiso: quítalo en account.live.com/consent/Manage, o en myapps.microsoft.com si es del trabajo o la escuela.',
    },
  },
}
