export const messages = {
  enter: {
    title: 'Entrar en MailManager',
    text: 'Este navegador no tiene sesión. Pega el token con el que se inició el servidor; está en su registro o en MAILMANAGER_TOKEN.',
    token: 'Token',
    go: 'Entrar',
  },
}
