export const messages = {
  help: {
    title: 'Keyboard shortcuts',
    text: 'They rest while you type.',
    groups: { list: 'List', message: 'Message', go: 'Go to', app: 'MailManager' },
  },
}
