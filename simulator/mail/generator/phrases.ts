/** The words generated mail is made of, per language. Plain business and private mail. */
export interface Phrases {
  greetings: readonly [string, ...string[]]
  sentences: readonly [string, ...string[]]
  closings: readonly [string, ...string[]]
  subjects: readonly [string, ...string[]]
  names: readonly [string, ...string[]]
}

export type Language = 'en' | 'es' | 'de' | 'fr' | 'pl' | 'ja' | 'ar'

export const PHRASES: Readonly<Record<Language, Phrases>> = {
  en: {
    greetings: ['Hi', 'Hello', 'Good morning', 'Thanks for the quick answer', 'Hi again'],
    sentences: [
      'I have put the numbers for the quarter into the shared sheet.',
      'Could you look over the second section before Thursday?',
      'The supplier confirmed the delivery for the week after next.',
      'We moved the review to Tuesday at ten so that everyone can join.',
      'Let me know if the revised offer works for you.',
      'The draft contract is with legal and should be back tomorrow.',
      'I spoke with the landlord and he is fine with the new date.',
      'Attached you will find what we discussed on the phone.',
      'Please check the address on the second page, it looked odd to me.',
      'The train was late, so I only read half of the report.',
      'They asked for two references and a short plan.',
      'I will be out of the office on Friday and back on Monday.',
      'The test run went well apart from the last step.',
      'Would it help if I took over the first part?',
      'The budget is tight, but I think we can make it work.',
    ],
    closings: ['Best regards', 'Thanks', 'All the best', 'Talk soon', 'Kind regards'],
    subjects: [
      'Quarterly figures',
      'Notes from the call',
      'Offer for the workshop',
      'Delivery next week',
      'Contract draft',
      'Plans for the weekend',
      'Feedback on the proposal',
      'Travel to the site',
      'Question about the order',
      'Interview schedule',
    ],
    names: ['Emma Clarke', 'James Porter', 'Olivia Reed', 'Daniel Hughes', 'Grace Bennett'],
  },
  es: {
    greetings: ['Hola', 'Buenos días', 'Buenas tardes'],
    sentences: [
      'Te adjunto el presupuesto que comentamos ayer.',
      '¿Podrías revisar el segundo apartado antes del jueves?',
      'El proveedor ha confirmado la entrega para la semana próxima.',
      'Mañana por la mañana estaré fuera, pero puedo llamarte después de comer.',
      'La reunión pasa al martes a las diez.',
      'Nos falta la firma del señor Muñoz para cerrar el expediente.',
    ],
    closings: ['Un saludo', 'Muchas gracias', 'Un abrazo'],
    subjects: [
      'Presupuesto revisado',
      'Reunión del martes',
      'Facturación de mayo',
      'Viaje a Logroño',
    ],
    names: ['Ana Ruiz', 'Íñigo Peña', 'Lucía Fernández', 'Martín Núñez'],
  },
  de: {
    greetings: ['Guten Tag', 'Hallo', 'Liebe Kollegin'],
    sentences: [
      'anbei schicke ich Ihnen die überarbeiteten Unterlagen.',
      'Könnten wir den Termin auf Donnerstag verschieben?',
      'Die Straße vor dem Büro ist bis Freitag gesperrt.',
      'Für die Prüfung fehlt uns noch die Größe der Lieferung.',
      'Die Rechnung habe ich heute früh weitergeleitet.',
    ],
    closings: ['Mit freundlichen Grüßen', 'Viele Grüße', 'Herzliche Grüße'],
    subjects: [
      'Terminverschiebung',
      'Unterlagen für Montag',
      'Rückfrage zur Lieferung',
      'Büroschlüssel',
    ],
    names: ['Jürgen Weiß', 'Käthe Schröder', 'Björn Krüger', 'Sabine Groß'],
  },
  fr: {
    greetings: ['Bonjour', 'Bonsoir', 'Chère Madame'],
    sentences: [
      'Veuillez trouver ci-joint le compte rendu de la réunion.',
      'Le déménagement est prévu pour début février.',
      'Pourriez-vous me confirmer votre présence avant mercredi ?',
      'Nous avons reçu votre dossier complet.',
    ],
    closings: ['Bien cordialement', 'Merci beaucoup', 'À bientôt'],
    subjects: ['Compte rendu', 'Réservation confirmée', 'Votre dossier', 'Dîner samedi'],
    names: ['Hélène Lefèvre', 'François Dubois', 'Chloé Garçon'],
  },
  pl: {
    greetings: ['Dzień dobry', 'Cześć', 'Witam'],
    sentences: [
      'W załączniku przesyłam poprawioną umowę.',
      'Spotkanie w Łodzi przenosimy na czwartek.',
      'Czy mogę prosić o potwierdzenie płatności?',
      'Zamówienie dotrze w przyszłym tygodniu.',
    ],
    closings: ['Pozdrawiam', 'Z poważaniem', 'Do zobaczenia'],
    subjects: ['Umowa', 'Spotkanie w Łodzi', 'Płatność za zamówienie'],
    names: ['Małgorzata Żak', 'Paweł Wójcik', 'Łukasz Śliwa'],
  },
  ja: {
    greetings: ['お世話になっております。', 'こんにちは。'],
    sentences: [
      '京都での打ち合わせの件ですが、来週の火曜日はいかがでしょうか。',
      '見積書を添付いたしましたので、ご確認ください。',
      '資料の二ページ目を修正しました。',
      '東京駅からは地下鉄が便利です。',
    ],
    closings: ['よろしくお願いいたします。', '以上、よろしくお願いします。'],
    subjects: ['打ち合わせの日程', '見積書の送付', '京都出張について'],
    names: ['田中 陽子', '佐藤 健', '鈴木 美咲'],
  },
  ar: {
    greetings: ['مرحبا', 'السلام عليكم'],
    sentences: [
      'أرفقت لك جدول الاجتماع القادم.',
      'هل يناسبك موعد يوم الثلاثاء صباحا؟',
      'وصلت الشحنة اليوم وكل شيء على ما يرام.',
    ],
    closings: ['مع التحية', 'شكرا جزيلا'],
    subjects: ['موعد الاجتماع', 'تأكيد الحجز'],
    names: ['ليلى حداد', 'سامر خوري'],
  },
}

/** Organisations that write to everybody: newsletters and notices. */
export const SENDERS = [
  { name: 'Harbour Books', email: 'news@harbourbooks.example', kind: 'newsletter' },
  { name: 'Northline Trains', email: 'booking@northline.example', kind: 'notice' },
  { name: 'Field & Stone Weekly', email: 'weekly@fieldandstone.example', kind: 'newsletter' },
  { name: 'Build bot', email: 'builds@ci.brightworks.example', kind: 'notice' },
  { name: 'City Library', email: 'noreply@citylibrary.example', kind: 'notice' },
  { name: 'Greengrocer Box', email: 'hello@greengrocerbox.example', kind: 'newsletter' },
  { name: 'Meridian Bank', email: 'statements@meridianbank.example', kind: 'invoice' },
  { name: 'Cloudnine Hosting', email: 'billing@cloudnine.example', kind: 'invoice' },
] as const
