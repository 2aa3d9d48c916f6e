export const messages = {
  help: {
    title: 'Atajos de teclado',
    text: 'Descansan mientras escribes.',
    groups: { list: 'Lista', message: 'Mensaje', go: 'Ir a', app: 'MailManager' },
  },
}
