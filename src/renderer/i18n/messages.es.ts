export const messages = {
  errors: {
    api_error:
      'Algo ha fallado dentro de MailManager. Inténtalo de nuevo; si continúa, reinicia la aplicación.',
    unauthorized: 'Este navegador no tiene sesión. Abre la dirección que mostró MailManager.',
    offline: 'No tienes conexión y esto aún no está en este dispositivo.',
    rate_limited: 'El proveedor pide ir más despacio. Continuará solo en un momento.',
    mailbox_not_found: 'Este buzón ya no existe.',
    account_not_found: 'Esta cuenta ya no existe.',
    email_not_found: 'Este mensaje ya no existe.',
    draft_not_found: 'Este borrador ya no existe.',
    outbox_item_not_found: 'Este mensaje ya no está en la bandeja de salida.',
    attachment_not_found: 'Este adjunto ya no está en el mensaje.',
    attachment_not_readable:
      'Este adjunto no se puede abrir aquí. Guárdalo y ábrelo con otro programa.',
    recipients_missing: 'Añade al menos un destinatario.',
    sender_not_allowed: 'Esta cuenta no puede enviar desde esa dirección. Elige otra.',
    upload_interrupted: 'El archivo no llegó entero. Añádelo otra vez.',
    account_not_connected: 'Esta cuenta no está conectada. Conéctala e inténtalo de nuevo.',
    account_paused: 'Esta cuenta está en pausa. Reanúdala y vuelve a intentarlo.',
    outbox_state_conflict: 'El mensaje ha cambiado mientras tanto; mira de nuevo su estado.',
    app_credentials_missing: 'Aún no hay ningún cliente del proveedor configurado.',
    database_connection_error: 'No se puede acceder a la base de datos.',
    database_query_error: 'La base de datos rechazó una petición. Inténtalo de nuevo.',
    database_damaged:
      'La base de datos está dañada. MailManager la está revisando y dirá qué se puede hacer.',
    backup_not_found: 'Esta copia de seguridad ya no está o no se puede leer.',
    recovery_not_possible: 'La base de datos no está dañada: no hay nada que recuperar.',
    token_store_unavailable: 'No se puede usar el lugar donde se guardan las credenciales.',
    pending_change_not_found: 'Este cambio ya no está en espera.',
    mailbox_unavailable:
      'No se puede acceder a este buzón. Pregunta a su administrador si está activo y si otros programas pueden usarlo, y vuelve a intentarlo.',
    email_fetch_error: 'El proveedor no entregó este mensaje. Inténtalo de nuevo.',
    email_content_fetch_error:
      'El proveedor no entregó el contenido de este mensaje. Inténtalo de nuevo.',
    email_send_error: 'El proveedor rechazó este mensaje.',
    read_status_update_error: 'El proveedor no aceptó el cambio.',
    file_too_large: 'Los archivos son demasiado grandes para un solo mensaje.',
    cancelled: 'Se canceló antes de terminar. Inténtalo de nuevo si aún lo quieres.',
  },
}
