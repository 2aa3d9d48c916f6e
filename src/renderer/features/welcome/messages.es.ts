export const messages = {
  welcome: {
    title: 'Te damos la bienvenida a MailManager',
    text: 'Todas tus cuentas en un lugar tranquilo. Elige cómo empezar.',
    landing: 'La bandeja se abre sola en un momento.',
    local: 'Tu correo se queda en este dispositivo.',
    language: 'Idioma',
    languages: { en: 'English', es: 'Español' },
    demo: 'Explorar con correo de prueba',
    demoText: 'Tres cuentas simuladas. Sin iniciar sesión, funciona sin conexión.',
    demoGo: 'Explorar',
    demoPreparing: 'Trayendo el correo de prueba',
    gmail: 'Conectar Gmail',
    gmailText: 'Una guía paso a paso configura tu propio cliente de Google.',
    connect: 'Conectar',
    outlook: 'Conectar Outlook',
    outlookText: 'Una guía paso a paso registra tu propia aplicación.',
  },
}
