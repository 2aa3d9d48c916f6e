export const messages = {
  recovery: {
    title: 'La base de datos de correo de este equipo está dañada',
    text: 'Tu correo en Gmail y Outlook no está afectado. Elige cómo seguir; la base de datos dañada se conserva en todos los casos.',
    damaged: 'Qué está dañado: {{parts}}.',
    parts: {
      mail: 'correo descargado',
      drafts: 'borradores',
      outgoing: 'correo por enviar',
      accounts: 'cuentas y ajustes',
      file: 'el comienzo del archivo',
    },
    restore: {
      title: 'Restaurar la última copia de seguridad',
      text: 'Vuelve todo lo que contiene la copia, junto con lo que aún se pueda leer de lo que escribiste después. El correo se descarga de nuevo.',
      backup: 'Copia del {{date}}: {{drafts}}, {{outgoing}}.',
      none: 'Todavía no hay ninguna copia de seguridad.',
      go: 'Restaurar la copia',
    },
    drafts_one: '{{count}} borrador',
    drafts_many: '{{count}} de borradores',
    drafts_other: '{{count}} borradores',
    outgoing_one: '{{count}} mensaje por enviar',
    outgoing_many: '{{count}} de mensajes por enviar',
    outgoing_other: '{{count}} mensajes por enviar',
    sync: {
      title: 'Descargar el correo de nuevo',
      text: 'Conserva tus cuentas y lo que escribiste, hasta donde se pueda leer; solo lo que no se pueda leer viene de la última copia. El correo se descarga de nuevo.',
      go: 'Descargar de nuevo',
    },
    copy: {
      title: 'Guardar una copia',
      text: 'Copia la base de datos dañada en una carpeta propia y no cambia nada más.',
      go: 'Guardar una copia',
      done: 'Copiada en {{folder}}',
    },
    unsent:
      'El correo por enviar que viene de una copia no sale solo, porque puede haberse enviado después. Te espera en la bandeja de salida.',
  },
}
