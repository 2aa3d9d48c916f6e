export const messages = {
  connect: {
    title: 'Conectar una cuenta',
    titleProvider: 'Conectar {{name}}',
    titleReconnect: 'Volver a conectar la cuenta',
    titleClient: {
      gmail: 'Configurar un cliente de Google',
      outlook: 'Configurar una aplicación de Microsoft',
    },
    titleTokenStore: 'Dónde se guardan las credenciales',
    provider: 'Proveedor',
    providerHint: {
      gmail: 'Gmail y Google Workspace',
      outlook: 'Outlook.com y Microsoft 365',
    },
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
    signIn: 'Iniciar sesión con {{company}}',
    tryAgain: 'Reintentar',
    signInIntro:
      'La página de {{company}} se abre en tu navegador. Elige la cuenta, permite el acceso y vuelve aquí. MailManager nunca ve tu contraseña.',
    reconnectIntro:
      'La página de {{company}} se abre en tu navegador. Elige {{address}} y permite el acceso. Tu correo en este dispositivo se queda como está.',
    notes: {
      gmail: {
        warning:
          'Google puede avisar de que la aplicación no está verificada, porque es tu propio cliente: elige Configuración avanzada y continúa.',
        accept: 'Marca todas las casillas; si no, no se podrá leer ni enviar.',
      },
      outlook: {
        warning: 'Microsoft la muestra como «no comprobada», porque es tuya: es lo esperado.',
        accept:
          'En el trabajo o en la escuela, puede que un administrador tenga que aprobar antes la aplicación.',
      },
    },
    usingClient: {
      gmail: 'Cliente {{clientId}}',
      outlook: 'Aplicación {{clientId}}',
    },
    changeClient: 'Cambiar',
    waiting: 'Esperando a {{company}}…',
    waitingHint: 'Termina en tu navegador. El inicio de sesión sigue abierto durante {{time}}.',
    openAgain: 'Abrir la página otra vez',
    copyLink: 'Copiar enlace',
    copied: 'Enlace copiado',
    copyFailed: 'No se ha podido copiar el enlace',
    failed: 'La cuenta no se ha conectado',
    repair: 'Abrir la página donde se configura',
    approval: {
      address: 'Dirección para tu administrador',
      hint: 'Envía esta dirección a tu administrador, o ábrela si eres tú. Cuando esté aprobada, vuelve a intentarlo.',
      open: 'Abrir la página de aprobación',
    },
    reason: {
      access_denied: 'El inicio de sesión se canceló en el navegador. No ha cambiado nada.',
      other_address:
        'Has iniciado sesión con otra dirección distinta de la de esta cuenta. Vuelve a intentarlo y elige la correcta, o añade la otra dirección como cuenta nueva.',
      invalid_grant:
        '{{company}} no aceptó el inicio de sesión: tardó demasiado o ya se usó. Vuelve a intentarlo. Si se repite, comprueba el reloj de este ordenador.',
      expired: 'El inicio de sesión no se terminó a tiempo. Vuelve a intentarlo.',
      no_port:
        'Este ordenador no dio a MailManager un sitio donde recibir la respuesta de {{company}}. Cierra otros programas o reinicia, y vuelve a intentarlo.',
      offline:
        'No se puede conectar con {{company}}. Comprueba la conexión a internet y vuelve a intentarlo.',
      throttled:
        '{{company}} pide esperar: demasiados inicios de sesión en poco tiempo. Inténtalo de nuevo en unos minutos.',
      server:
        '{{company}} tiene un problema propio en este momento. Inténtalo de nuevo en unos minutos.',
      refused:
        '{{company}} rechazó el inicio de sesión. Vuelve a intentarlo; si se repite, revisa el cliente que configuraste.',
      gmail: {
        scope_missing:
          'Google no dio permiso para leer y modificar el correo. Vuelve a intentarlo y marca todas las casillas en la página de Google.',
        no_refresh_token:
          'Google no dio un permiso duradero. Quita MailManager en «Aplicaciones de terceros» de tu cuenta de Google y vuelve a intentarlo.',
        invalid_client:
          'Google no conoce este cliente: se borró o su JSON no es correcto. Descarga otra vez el JSON del cliente de tipo «App de escritorio» e impórtalo.',
        redirect_uri_mismatch:
          'Este cliente no permite iniciar sesión desde un programa de escritorio. Crea uno de tipo «App de escritorio» e importa su JSON.',
        admin_policy_enforced:
          'Tu organización no permite que esta aplicación use Gmail. Pide a su administrador de Google Workspace que la autorice.',
        org_internal:
          'Este cliente es solo para miembros de una organización y esta dirección no lo es. Usa una dirección de esa organización u otro cliente.',
        api_disabled:
          'Gmail no dejó entrar a MailManager. Comprueba que la API de Gmail está activada en el proyecto del cliente.',
      },
      outlook: {
        admin_approval:
          'En tu organización solo un administrador puede aprobar esta aplicación. No ha cambiado nada.',
        consent:
          'No se dieron los permisos que necesita MailManager. Vuelve a intentarlo y acéptalos en la página de Microsoft.',
        scope_missing:
          'Microsoft no dio permiso para leer, modificar y enviar correo. Añade Mail.ReadWrite y Mail.Send a los permisos de API de la aplicación y vuelve a intentarlo.',
        no_refresh_token:
          'Microsoft no dio un permiso duradero (offline_access). Vuelve a intentarlo y acepta todos los permisos.',
        invalid_client:
          'Microsoft no conoce esta aplicación: su id no es correcto, se borró o no admite tu tipo de cuenta. Revísala o configura otra.',
        not_public:
          'Esta aplicación espera un secreto. Pon «Permitir flujos de cliente público» en Sí en su página Autenticación y vuelve a intentarlo.',
        redirect_uri:
          'Esta aplicación no permite iniciar sesión desde un programa de escritorio. Añade http://localhost en «Aplicaciones móviles y de escritorio» en su página Autenticación y vuelve a intentarlo.',
        policy:
          'Las reglas de tu organización no permiten este inicio de sesión. Consulta a tu administrador.',
        no_mailbox:
          'Esta cuenta de Microsoft no tiene un buzón que MailManager pueda leer. Usa una dirección con correo en Outlook.com o Microsoft 365.',
      },
    },
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
      openPage: 'Abrir página',
      choose: 'Elegir archivo…',
      tooLarge: 'Este archivo es demasiado grande para ser el JSON de un cliente.',
    },
    googleClient: {
      intro:
        'Google solo deja leer correo a una aplicación a través de un cliente. El tuyo lleva unos diez minutos, no cuesta nada y se queda en este ordenador. Solo se hace una vez.',
      drop: 'Suelta aquí el archivo JSON del cliente',
      paste: 'O pega su texto',
      problem: {
        not_json:
          'Este archivo no es JSON. Elige el JSON del cliente que Google Cloud ofrece para descargar.',
        not_an_object:
          'Este archivo no contiene un cliente. Elige el JSON del cliente que Google Cloud ofrece para descargar.',
        service_account:
          'Esta es la clave de una cuenta de servicio, que no puede leer un buzón personal. En Google Cloud, crea un cliente OAuth de tipo «Aplicación de escritorio» e importa su JSON.',
        saved_sign_in:
          'Este es el inicio de sesión guardado de alguien, no un cliente OAuth. En Google Cloud, abre Clientes y descarga el JSON de un cliente de «Aplicación de escritorio».',
        other_provider:
          'Esto parece una aplicación de Microsoft, no de Google. Impórtala para Outlook.',
        web_application:
          'Este cliente es de tipo «Aplicación web». En Google Cloud, crea un nuevo cliente OAuth de tipo «Aplicación de escritorio» e importa su JSON.',
        installed_missing:
          'Este JSON no es un cliente OAuth de Google: falta la parte «installed». En Google Cloud, abre Clientes y descarga el JSON de un cliente de «Aplicación de escritorio».',
        client_id_unusable:
          'El JSON del cliente no tiene un «client_id» utilizable. Descárgalo otra vez de Google Cloud.',
        client_secret_unusable:
          'El «client_secret» del JSON del cliente no es utilizable. Descárgalo otra vez de Google Cloud.',
        tenant_unusable: 'El «tenant» debe ser un id, un dominio o «common».',
      },
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
    outlookClient: {
      intro:
        'Microsoft solo deja leer correo a una aplicación registrada. La tuya lleva unos cinco minutos, no cuesta nada, no tiene ningún secreto y solo la conoce este ordenador. Solo se hace una vez.',
      register: {
        title: 'Registra una aplicación',
        text: 'Vale cualquier nombre. En Tipos de cuenta compatibles elige la opción con cualquier organización (cualquier inquilino de Entra ID) y cuentas personales de Microsoft. En URI de redirección elige «Cliente público/nativo (móvil y escritorio)», escribe http://localhost y pulsa Registrar.',
      },
      id: {
        title: 'Copia su id',
        text: 'La página siguiente muestra «Id. de aplicación (cliente)». Cópialo y pégalo aquí.',
      },
      flows: {
        title: 'Permite los flujos de cliente público',
        text: 'En Autenticación, en Configuración, pon «Permitir flujos de cliente público» en Sí y guarda. «Aplicaciones móviles y de escritorio» debe incluir http://localhost.',
      },
      permissions: {
        title: 'Permítele leer y enviar correo',
        text: 'En Permisos de API: Agregar un permiso, Microsoft Graph, Permisos delegados; marca Mail.ReadWrite, Mail.Send, User.Read y offline_access, y pulsa Agregar permisos.',
      },
      clientId: 'Id. de aplicación (cliente)',
      tenant: 'Inquilino',
      tenantHint: 'Vacío: cualquier cuenta.',
      tenantProblem: 'Un inquilino es un id, un dominio o «common».',
      drop: '¿Lo tienes en un archivo JSON con «client_id»? Suéltalo aquí.',
      use: 'Usar esta aplicación',
      idProblem: {
        missing: 'Pega aquí el id. de aplicación (cliente).',
        malformed: 'Un id tiene la forma 00000000-0000-0000-0000-000000000000. Cópialo otra vez.',
        isTenant:
          'Este es el id del directorio, no el de la aplicación. Copia la línea «Id. de aplicación (cliente)».',
      },
      fileProblem: {
        notJson: 'Esto no es JSON. Pega solo el id o elige un archivo que termine en .json.',
        ofGoogle: 'Este es un cliente de Google. Conecta cuentas de Gmail, no de Outlook.',
        noId: 'En este JSON no hay «client_id». Pega en su lugar el id. de aplicación (cliente).',
      },
    },
  },
}
