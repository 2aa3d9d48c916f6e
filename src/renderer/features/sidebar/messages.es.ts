export const messages = {
  sidebar: {
    label: 'Buzones',
    tree: 'Buzones y carpetas',
    compose: 'Redactar',
    accounts: 'Cuentas',
    outbox: 'Bandeja de salida',
    withUnread: '{{name}}, {{count}} pendientes',
    fold: 'Plegar {{name}}',
    unfold: 'Desplegar {{name}}',
    mailboxMenu: 'Acciones de {{name}}',
    addAccount: 'Añadir cuenta',
    connectAccount: 'Conectar cuenta',
    reconnect: 'Iniciar sesión de nuevo',
    syncAccount: 'Sincronizar ahora',
    pauseAccount: 'Pausar',
    resumeAccount: 'Reanudar',
    accountSettings: 'Ajustes de sincronización…',
    editAccount: 'Nombre y color',
    accountName: 'Nombre de la cuenta',
    colour: 'Color',
    deleteAccount: 'Quitar cuenta',
    deleteAccountTitle: '¿Quitar {{name}}?',
    deleteAccountText:
      'MailManager devuelve su acceso al proveedor y borra de este dispositivo el correo, los borradores y la sesión de esta cuenta. El correo sigue en el proveedor.',
    grantNotRevoked:
      '{{name}} se ha quitado, pero no se pudo avisar al proveedor. Retira allí el acceso de MailManager en los ajustes de tu cuenta.',
    newMailbox: 'Buzón nuevo',
    newMailboxHint: 'Un buzón agrupa cuentas que van juntas, como el trabajo o un cliente.',
    renameMailbox: 'Cambiar el nombre del buzón',
    mailboxName: 'Nombre del buzón',
    deleteMailbox: 'Eliminar buzón',
    deleteMailboxTitle: '¿Eliminar {{name}}?',
    deleteMailboxText_one:
      'Su cuenta se quita de este dispositivo con su correo, borradores y sesión, y se devuelve el acceso al proveedor. El correo sigue en el proveedor.',
    deleteMailboxText_many:
      'Sus {{count}} cuentas se quitan de este dispositivo con su correo, borradores y sesiones, y se devuelve el acceso a los proveedores. El correo sigue en los proveedores.',
    deleteMailboxText_other:
      'Sus {{count}} cuentas se quitan de este dispositivo con su correo, borradores y sesiones, y se devuelve el acceso a los proveedores. El correo sigue en los proveedores.',
    create: 'Crear',
    save: 'Guardar',
  },
}
