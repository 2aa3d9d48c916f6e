export const messages = {
  enter: {
    title: 'Enter MailManager',
    text: 'This browser has no session. Paste the token that the server was started with; it stands in its log or in MAILMANAGER_TOKEN.',
    token: 'Token',
    go: 'Enter',
  },
}
