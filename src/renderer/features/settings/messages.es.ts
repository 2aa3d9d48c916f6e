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
        'Se quitan su cuenta y su correo y borradores de este dispositivo. Los permisos para leer el correo se retiran en Google; en Microsoft los quitas tú. En el proveedor no se borra nada. No se puede deshacer.',
      deleteMeans_many:
        'Se quitan sus {{count}} cuentas y su correo y borradores de este dispositivo. Los permisos para leer el correo se retiran en Google; en Microsoft los quitas tú. En el proveedor no se borra nada. No se puede deshacer.',
      deleteMeans_other:
        'Se quitan sus {{count}} cuentas y su correo y borradores de este dispositivo. Los permisos para leer el correo se retiran en Google; en Microsoft los quitas tú. En el proveedor no se borra nada. No se puede deshacer.',
    },
    account: {
      label: 'Nombre de la cuenta',
      colour: 'Color de {{name}}',
      demo: 'Demostración',
      delete: 'Eliminar',
    },
    sync: {
      show: 'Ajustes de sincronización',
      showOf: 'Ajustes de sincronización de {{name}}',
      keep: {
        title: 'Correo que se guarda aquí',
        all: 'Todo',
        days1095: 'Los últimos 3 años',
        days365: 'El último año',
        days90: 'Los últimos 90 días',
        days30: 'Los últimos 30 días',
        days_one: 'El último día',
        days_many: 'Los últimos {{count}} días',
        days_other: 'Los últimos {{count}} días',
        hintAll: 'Todo el correo que tiene {{provider}}.',
        hintSince: 'Llega hasta el {{date}}. El anterior sigue en {{provider}}.',
      },
      offline: {
        title: 'Mensajes completos para leer sin conexión',
        all: 'Todos',
        days365: 'Los del último año',
        days90: 'Los de los últimos 90 días',
        days30: 'Los de los últimos 30 días',
        days_one: 'Los del último día',
        days_many: 'Los de los últimos {{count}} días',
        days_other: 'Los de los últimos {{count}} días',
        hintAll: 'Todo mensaje guardado aquí se puede leer sin conexión.',
        hintSome: 'Los anteriores siguen en tus listas y se piden a {{provider}} al abrirlos.',
      },
      pause: 'Pausar la sincronización',
      pauseHint: 'No se trae correo nuevo hasta que la reanudes. Puedes seguir enviando.',
      pausedHint:
        'No se trae correo nuevo, y lo que elijas arriba espera, hasta que la reanudes. Puedes seguir enviando.',
      less: {
        title: '¿Guardar aquí menos correo de «{{name}}»?',
        means:
          'El correo anterior al {{date}} se quita de este ordenador. En {{provider}} no se borra nada: sigue allí y vuelve aquí cuando elijas guardar más.',
        whenResumed: 'La cuenta está en pausa: se hará cuando la reanudes.',
        confirm: 'Quitar de aquí el antiguo',
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
      client: {
        gmail: 'Cliente de Google',
        outlook: 'Aplicación de Microsoft',
      },
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
