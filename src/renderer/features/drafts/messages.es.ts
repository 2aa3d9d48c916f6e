export const messages = {
  drafts: {
    title: 'Borradores',
    noRecipients: 'Aún sin destinatarios',
    noSubject: 'Sin asunto',
    noText: 'Aún sin texto',
    empty: 'No hay borradores',
    emptyHint: 'Lo que escribes se guarda aquí en un segundo, hasta que lo envías.',
    write: 'Escribir un mensaje',
    delete: 'Eliminar borrador',
    deleted: 'Borrador eliminado',
    undo: 'Deshacer',
    failed: 'No se han podido leer los borradores',
    retry: 'Reintentar',
    open: 'Abrir el borrador para {{recipients}}: {{subject}}',
    conflict: 'También ha cambiado en otro lugar; se conservan las dos versiones.',
  },
}
