export const messages = {
  settings: {
    title: 'Ajustes',
    tab: { general: 'General', accounts: 'Cuentas', security: 'Seguridad', about: 'Acerca de' },
    language: {
      title: 'Idioma',
      system: 'Como el sistema',
      en: 'English',
      es: 'Español',
    },
    theme: { title: 'Tema', system: 'Como el sistema', light: 'Claro', dark: 'Oscuro' },
    density: {
      title: 'Densidad de las listas',
      comfortable: 'Cómoda',
      cosy: 'Media',
      compact: 'Compacta',
    },
    readingPane: { title: 'Panel de lectura', right: 'Derecha', bottom: 'Abajo', off: 'Oculto' },
    markReadOnOpen: 'Marcar los mensajes como leídos al abrirlos',
    remoteImages: {
      title: 'Imágenes remotas',
      hint: 'Al cargarlas, el remitente puede saber que lees un mensaje, cuándo y dónde.',
      ask: 'Preguntar siempre',
      always: 'Cargar siempre',
    },
    trusted: {
      title: 'Remitentes cuyas imágenes se cargan siempre',
      none: 'Ninguno todavía. Elige «siempre» sobre un mensaje para añadir a su remitente.',
      remove: 'Dejar de cargar imágenes de {{sender}}',
    },
    accounts: {
      none: 'Aún no hay ninguna cuenta.',
      connect: 'Conectar una cuenta',
    },
    mailbox: {
      name: 'Nombre del buzón',
      colour: 'Color de {{name}}',
      noAccounts: 'Aún no hay ninguna cuenta en este buzón.',
      defaultSender: 'Los mensajes nuevos se envían desde',
      firstConnected: 'La primera cuenta conectada',
      signature: 'Firma',
      signaturePlaceholder: 'Sin firma',
      delete: 'Eliminar buzón',
      deleteTitle: '¿Eliminar el buzón «{{name}}»?',
      deleteMeans_one:
        'Se quitan su cuenta y su correo y borradores de este dispositivo. Se retira al proveedor el permiso para leer el correo. En el proveedor no se borra nada. No se puede deshacer.',
      deleteMeans_many:
        'Se quitan sus {{count}} cuentas y su correo y borradores de este dispositivo. Se retira al proveedor el permiso para leer el correo. En el proveedor no se borra nada. No se puede deshacer.',
      deleteMeans_other:
        'Se quitan sus {{count}} cuentas y su correo y borradores de este dispositivo. Se retira al proveedor el permiso para leer el correo. En el proveedor no se borra nada. No se puede deshacer.',
    },
    account: {
      label: 'Nombre de la cuenta',
      colour: 'Color de {{name}}',
      demo: 'Demostración',
      connect: 'Conectar',
      reconnect: 'Reconectar',
      delete: 'Eliminar',
      deleteTitle: '¿Eliminar la cuenta «{{name}}»?',
      deleteMeans:
        'Se revoca en Google el permiso de MailManager para leer esta cuenta y se quitan de este dispositivo sus credenciales, su correo y sus borradores. Lo que espera en la bandeja de salida no se envía. El correo en Google se queda. No se puede deshacer.',
      deleteMeansDemo: 'Se quitan de este dispositivo el correo simulado y sus borradores.',
      deleted: 'Cuenta eliminada',
      deletedNotRevoked:
        'Cuenta eliminada, pero no se pudo avisar a Google. Retira tú el acceso de MailManager en myaccount.google.com/permissions.',
      status: {
        connected: 'Conectada',
        connecting: 'Conectando…',
        disconnected: 'Sin conectar',
        reauth_required: 'Inicia sesión de nuevo',
      },
    },
    colour: {
      blue: 'Azul',
      orange: 'Naranja',
      green: 'Verde',
      purple: 'Morado',
      red: 'Rojo',
      olive: 'Oliva',
      teal: 'Turquesa',
      brown: 'Marrón',
    },
    security: {
      tokens: 'Credenciales de acceso',
      kind: {
        keychain: 'Llavero del sistema',
        'encrypted-file': 'Archivo cifrado',
        database: 'Cifradas en la base de datos',
        none: 'Todavía en ningún sitio',
      },
      kindMeans: {
        keychain: 'Tu sistema operativo las protege con tu inicio de sesión.',
        'encrypted-file':
          'En un archivo de este ordenador que solo abre su contraseña o su archivo de clave.',
        database: 'En la base de datos del servidor, con la clave con la que se arrancó.',
        none: 'Elige cómo se guardan antes de conectar una cuenta.',
      },
      googleClient: 'Cliente de Google',
      source: {
        environment: 'Del entorno',
        imported: 'Importado',
        none: 'Sin configurar',
      },
      promise: 'Tu correo va del proveedor a este programa y a ningún otro sitio.',
    },
    about: {
      version: 'Versión',
      database: 'Base de datos',
      schema: 'Esquema {{version}}',
      runsAs: 'Se ejecuta como',
      desktop: 'Aplicación de escritorio',
      browser: 'Página de un servidor MailManager',
      dataLocal:
        'El correo, los borradores y los ajustes están en una base de datos SQLite en la carpeta de MailManager, en el ordenador donde se ejecuta.',
      dataServer:
        'El correo, los borradores y los ajustes están en la base de datos PostgreSQL de tu servidor.',
    },
  },
}
