export const messages = {
  ui: {
    close: 'Cerrar',
    cancel: 'Cancelar',
    dismiss: 'Descartar',
    notification: 'Aviso',
    notifications: 'Avisos ({hotkey})',
  },
}
