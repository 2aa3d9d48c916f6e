export const messages = {
  outbox: {
    title: 'Bandeja de salida',
    empty: 'La bandeja de salida está vacía',
    emptyHint:
      'Aquí esperan los mensajes hasta que salen. Lo que falla se queda aquí con su motivo.',
    failed: 'No se ha podido leer la bandeja de salida',
    refresh: 'Reintentar',
    noSubject: 'Sin asunto',
    open: 'Abrir',
    undo: 'Deshacer',
    takenBack: 'No se ha enviado. El mensaje vuelve a ser un borrador.',
    discarded: 'Mensaje descartado',
    unknownExplained:
      'La conexión se cortó mientras salía el mensaje y el proveedor no sabe decir si salió. Mira en Enviados del proveedor, o pregunta al destinatario, y elige. Nada se vuelve a enviar solo.',
    state: {
      scheduled: 'Saldrá el {{date}}. Este ordenador debe estar encendido.',
      waiting: 'Esperando para salir.',
      retrying: 'Aún sin enviar; el próximo intento es a las {{time}}.',
      sending: 'Saliendo ahora…',
      sent: 'Enviado a las {{time}}.',
      failed: 'No se ha enviado.',
      unknown: 'No es seguro que se haya enviado.',
      cancelled: 'Retirado.',
    },
    action: {
      retry: 'Reintentar',
      edit: 'Editar',
      discard: 'Descartar',
      cancel: 'Retirar',
      it_was_sent: 'Sí se envió',
      send_again: 'Enviar de nuevo',
    },
  },
}
