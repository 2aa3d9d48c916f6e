export const messages = {
  connect: {
    title: 'Conectar una cuenta',
    titleReconnect: 'Volver a conectar la cuenta',
    titleClient: 'Configurar un cliente de Google',
    titleTokenStore: 'Dónde se guardan las credenciales',
    provider: 'Proveedor',
    gmail: 'Gmail',
    outlook: 'Outlook (próxima versión)',
    mailbox: 'Buzón',
    newMailbox: 'Buzón nuevo…',
    mailboxName: 'Nombre del buzón',
    firstMailboxName: 'Personal',
    mailboxHint: 'Un buzón agrupa cuentas, por ejemplo Trabajo o Personal.',
    mailboxNameMissing: 'Ponle un nombre al buzón.',
    next: 'Siguiente',
    back: 'Atrás',
    cancel: 'Cancelar',
    done: 'Listo',
    outlookLater:
      'Esta versión conecta cuentas de Gmail. Outlook llega con la próxima versión. Mientras tanto puedes explorar el correo de demostración.',
    signIn: 'Iniciar sesión con Google',
    tryAgain: 'Reintentar',
    signInIntro:
      'La página de Google se abre en tu navegador. Elige la cuenta, permite el acceso y vuelve aquí. MailManager nunca ve tu contraseña.',
    reconnectIntro:
      'La página de Google se abre en tu navegador. Elige {{address}} y permite el acceso. Tu correo en este dispositivo se queda como está.',
    unverified:
      'Google puede avisar de que la aplicación no está verificada, porque es tu propio cliente: elige Configuración avanzada y continúa.',
    tickAll: 'Marca todas las casillas; si no, no se podrá leer ni enviar.',
    usingClient: 'Cliente {{clientId}}',
    changeClient: 'Cambiar',
    waiting: 'Esperando a Google…',
    waitingHint: 'Termina en tu navegador. El inicio de sesión sigue abierto durante {{time}}.',
    openAgain: 'Abrir la página otra vez',
    copyLink: 'Copiar enlace',
    copied: 'Enlace copiado',
    copyFailed: 'No se ha podido copiar el enlace',
    failed: 'La cuenta no se ha conectado',
    connected: '{{address}} está conectada',
    syncStarting: 'Los primeros mensajes están en camino…',
    synced_one: '{{formatted}} mensaje aquí por ahora',
    synced_many: '{{formatted}} mensajes aquí por ahora',
    synced_other: '{{formatted}} mensajes aquí por ahora',
    syncedOf: '{{synced}} de {{total}} mensajes ya están aquí',
    usableNow: 'Ya puedes leer y escribir; el correo antiguo llega en segundo plano.',
    tokenStore: {
      choiceIntro:
        'Este ordenador no tiene un llavero que MailManager pueda usar. Las credenciales que le permiten leer tu correo se guardan entonces en un archivo cifrado. Elige qué protege ese archivo.',
      lockedIntro:
        'El archivo con tus credenciales está bloqueado. Escribe su contraseña; hasta entonces no se puede sincronizar ni enviar nada.',
      choice: 'Protección',
      passphrase: 'Una contraseña',
      passphraseMeans:
        'La escribes cada vez que arranca MailManager. Nadie puede recuperarla: sin ella vuelves a conectar tus cuentas.',
      keyFile: 'Un archivo de clave en este ordenador',
      keyFileMeans:
        'No hay que escribir nada. Quien pueda leer tus archivos en este ordenador podrá leer también las credenciales.',
      passphraseLabel: 'Contraseña',
      again: 'Repite la contraseña',
      tooShort: 'Usa al menos {{count}} caracteres.',
      different: 'Las dos contraseñas no son iguales.',
      wrongPassphrase: 'Esta no es la contraseña de ese archivo.',
      use: 'Usar esto',
      unlock: 'Desbloquear',
    },
    client: {
      intro:
        'Google solo deja leer correo a una aplicación a través de un cliente. El tuyo lleva unos diez minutos, no cuesta nada y se queda en este ordenador. Solo se hace una vez.',
      openPage: 'Abrir página',
      drop: 'Suelta aquí el archivo JSON del cliente',
      choose: 'Elegir archivo…',
      paste: 'O pega su texto',
      tooLarge: 'Este archivo es demasiado grande para ser el JSON de un cliente.',
      project: {
        title: 'Crea un proyecto',
        text: 'Vale cualquier nombre. Mantenlo elegido arriba en las páginas siguientes.',
      },
      api: {
        title: 'Activa la API de Gmail',
        text: 'Pulsa Habilitar y espera a que lo confirme.',
      },
      branding: {
        title: 'Pon nombre a la aplicación',
        text: 'Pulsa Comenzar; escribe un nombre y tu dirección. Como público elige Externo, o Interno en tu propio Workspace.',
      },
      scopes: {
        title: 'Permítele leer y enviar correo',
        text: 'Añade el permiso https://www.googleapis.com/auth/gmail.modify y guarda.',
      },
      audience: {
        title: 'Publica en Producción',
        text: 'Pulsa Publicar aplicación. Mientras diga Pruebas, Google cierra tu sesión cada 7 días.',
      },
      client: {
        title: 'Crea un cliente de escritorio',
        text: 'Crear cliente, tipo Aplicación de escritorio, y luego Descargar JSON.',
      },
    },
  },
}
