import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DIALECTS } from '../support/database/test-store.ts'
import { openThrough, PROVIDERS, type OpenedMessage } from '../support/open-through.ts'

interface Expected {
  found: string[]
  notFound: string[]
}

const EXPECTED: Record<string, Expected> = {
  'html-entities-search': {
    found: [
      'Hauptstraße',
      'hauptstrasse',
      'Datenschutzerklärung',
      'Datenschutzerklaerung',
      'datenschutz',
      'Willkommen',
      'Donaudampfschiff',
      'zwei',
      'cœur',
      'coeur',
      'Ørsted',
      'Oersted',
      'ßx',
      'software',
      'soft\u00adware',
      'Firma 2025',
    ],
    notFound: ['copy', 'reg', 'shy', 'szlig', 'auml', 'wbr', 'erklärung', 'illkommen', 'nbsp'],
  },
  'find-inline-markup': {
    found: [
      'Willkommen',
      'durchgestrichen',
      'Strgtaste',
      'xy',
      'Berlin',
      'links',
      'rechts',
      'oben',
      'eins zwei',
      'unten',
    ],
    notFound: ['linksrechts', 'obenunten', 'einszwei', 'ab', 'illkommen'],
  },
  'find-picture-text': {
    found: ['summer catalogue', 'prices', 'lighthouse', 'end'],
    notFound: ['nbsp', 'alt', 'scriptword', 'tooltipword', 'lighthouseend', 'pricesLighthouse'],
  },
  'find-names': {
    found: [
      'Müller',
      'Muller',
      'Mueller',
      'MUELLER',
      'Mu\u0308ller',
      'Duesseldorf',
      'Dusseldorf',
      'Soeren',
      'Soren',
      'Aagaard',
      'Agard',
      'Ågård',
      'Djokovic',
      'Đoković',
      'Dokovic',
      'Lukasz',
      'Izmir',
      'izmir',
      'coeur',
      'Aero',
      'Aeroe',
      'Ærø',
      'groesste',
      'grösste',
      'größte',
      'Uebung',
      'blue poem',
      'does go',
    ],
    notFound: ['blü poemx', 'dos', 'pom', 'Mueler', 'lue', 'bloe'],
  },
  'find-east-asia': {
    found: [
      '京',
      '都',
      '市',
      '水',
      'へ',
      '京都',
      '都市',
      '会',
      '会議',
      'カタカナ',
      'abc123',
      'ＡＢＣ',
      '한국',
      '한',
      '안녕',
      'สวัสดี',
      'ไทย',
    ],
    notFound: ['東', '都京', '国', 'み', '한글', 'ลาว'],
  },
  'find-files': {
    found: [
      'floor.plan_v2.pdf',
      'plan',
      'pdf',
      'plan_v2.pdf',
      'floor.plan',
      'Übersicht.csv',
      'uebersicht',
      'csv',
    ],
    notFound: ['base64', 'JVBERi0', 'docx'],
  },
  'find-numbers': {
    found: [
      '+49 170 1234567',
      '+491701234567',
      '491701234567',
      '0301 9876543',
      '0301-987-6543',
      '03019876543',
      '030198',
      'C++',
      'e-mail',
      'email',
      'ana+shop@x.example',
      'shop@x.example',
      "O'Brien",
      'obrien',
      'well-known',
      'wellknown',
      'cooperation',
      "don't",
      'dont',
    ],
    notFound: ['+49 170 7654321', 'ana+club@x.example', '4917012345678'],
  },
  'find-semitic': {
    found: [
      'السلام',
      'عليكم',
      'الى',
      'إلى',
      'المكتبه',
      'كتاب',
      'میخواهم',
      'ميخواهم',
      'שלום',
      'עולם',
      'Οδυσσεύς',
      'οδυσσευσ',
      'ΟΔΥΣΣΕΎΣ',
    ],
    notFound: ['كتابة', 'שלומי'],
  },
  'find-only-html': { found: ['harvest festival'], notFound: ['alternative'] },
}

describe.each(DIALECTS)('on %s', (dialect) => {
  describe.each(PROVIDERS)('mail through %s', (provider) => {
    describe.each(Object.entries(EXPECTED))('%s', (name, { found, notFound }) => {
      let message: OpenedMessage
      beforeAll(async () => {
        const file = join(import.meta.dirname, '../fixtures/real-mail', `${name}.eml`)
        message = await openThrough(provider, readFileSync(file), dialect)
      })
      afterAll(async () => await message.dispose())

      it('is found by what is read in it', async () => {
        for (const search of found) expect(await message.isFoundBy(search), search).toBe(true)
      })

      it('is not found by what nobody wrote', async () => {
        for (const search of notFound) expect(await message.isFoundBy(search), search).toBe(false)
      })

      it('answers every query, if only that nothing is there', async () => {
        for (const search of ['+', '"', '(', '-', '@', '💥', '\u00ad', 'x'.repeat(1000)]) {
          expect(await message.isFoundBy(search), search).toBe(false)
        }
      })
    })
  })
})
