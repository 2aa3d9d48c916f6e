export const messages = {
  welcome: {
    title: 'Welcome to MailManager',
    text: 'All your accounts in one calm place. Choose how to begin.',
    landing: 'The inbox opens by itself in a moment.',
    local: 'Your mail stays on this device.',
    language: 'Language',
    languages: { en: 'English', es: 'Español' },
    demo: 'Explore with demo mail',
    demoText: 'Three simulated accounts. No sign-in, works offline.',
    demoGo: 'Explore',
    demoPreparing: 'Fetching the demo mail',
    gmail: 'Connect Gmail',
    gmailText: 'A step-by-step guide sets up your own Google client.',
    connect: 'Connect',
    outlook: 'Connect Outlook',
    outlookText: 'A step-by-step guide registers your own application.',
  },
}
