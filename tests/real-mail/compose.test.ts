import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddressList } from '#core/mime/headers/header-values.ts'
import { personInput } from '#shared/contract/fields.ts'
import { conversationSubject } from '#shared/domain/conversation-subject.ts'
import { forwardSubject, replySubject } from '#shared/domain/reply.ts'
import {
  parseEmailAddress,
  parseTypedAddresses,
} from '#shared/domain/address-list/parse-typed-addresses.ts'

/** What people paste and type while they write a message; sources are in README.md. */

/** Each recipient on one line: `Name <address>`, or what stays as marked text after a `?`. */
const read = (text: string) =>
  parseTypedAddresses(text).map(({ name, email, text: shown }) =>
    email === '' ? `? ${shown}` : name === '' ? email : `${name} <${email}>`,
  )

describe('pasted recipients', () => {
  it.each<[string, string, string[]]>([
    ['no separator', 'Ana <ana@x.org> Bob <bob@x.org>', ['Ana <ana@x.org>', 'Bob <bob@x.org>']],
    [
      'inverted names between semicolons',
      'Smith, John <j@x.org>; Doe, Jane <d@x.org>',
      ['Smith, John <j@x.org>', 'Doe, Jane <d@x.org>'],
    ],
    [
      'inverted names with titles between semicolons',
      'Smith, John, MD <j@x.org>; Bob <b@x.org>',
      ['Smith, John, MD <j@x.org>', 'Bob <b@x.org>'],
    ],
    [
      'inverted names between commas',
      'Smith, John <j@x.org>, Doe, Jane <d@x.org>',
      ['Smith, John <j@x.org>', 'Doe, Jane <d@x.org>'],
    ],
    ['a name before a semicolon', 'Bob; Ana <ana@x.org>', ['? Bob', 'Ana <ana@x.org>']],
    ['a comment after', 'ana@x.org (Ana)', ['Ana <ana@x.org>']],
    ['a comment before', 'Ana (HR) <ana@x.org>', ['Ana (HR) <ana@x.org>']],
    [
      'an address in brackets',
      'Ana (ana@x.org), Bob [b@x.org]',
      ['Ana <ana@x.org>', 'Bob <b@x.org>'],
    ],
    ['a link', 'mailto:ana@x.org', ['ana@x.org']],
    ['a link with fields', 'MAILTO:a%2Bb@x.org?subject=Hi&cc=bo@x.org', ['a+b@x.org', 'bo@x.org']],
    ['Outlook as plain text', 'Ana Ruiz [mailto:ana@x.org]', ['Ana Ruiz <ana@x.org>']],
    ['an address and its link', 'ana@x.org<mailto:ana@x.org>', ['ana@x.org']],
    [
      'markdown',
      '[Ana](mailto:ana@x.org) [b@x.org](mailto:b@x.org)',
      ['Ana <ana@x.org>', 'b@x.org'],
    ],
    ['Outlook’s quotation marks', "'ana@x.org' <ana@x.org>; 'bo@x.org'", ['ana@x.org', 'bo@x.org']],
    [
      'full-width separators',
      'a@x.org，b@x.org；c@x.org、d@x.org',
      ['a@x.org', 'b@x.org', 'c@x.org', 'd@x.org'],
    ],
    ['full-width brackets', '山田 ＜yamada＠x.org＞', ['山田 <yamada@x.org>']],
    ['a full stop', 'ana@x.org.', ['ana@x.org']],
    ['a sentence’s punctuation', '(ana@x.org), "bo@x.org"!', ['ana@x.org', 'bo@x.org']],
    ['a group', 'Team: a@x.org, Bo <b@x.org>;', ['a@x.org', 'Bo <b@x.org>']],
    [
      'a header',
      'To: a@x.org,\n Bo <b@x.org>\nCc: c@x.org',
      ['a@x.org', 'Bo <b@x.org>', 'c@x.org'],
    ],
    ['a name and a colon', 'Ana: ana@x.org\nE-mail: bo@x.org', ['Ana <ana@x.org>', 'bo@x.org']],
    ['a quoted name', '"Ruiz, Ana" <a@x.org>,<b@x.org>', ['Ruiz, Ana <a@x.org>', 'b@x.org']],
    ['no blank between brackets', '<a@x.org><b@x.org>', ['a@x.org', 'b@x.org']],
    [
      'blanks and line breaks',
      'a@x.org b@x.org\r\nc@x.org\rd@x.org',
      ['a@x.org', 'b@x.org', 'c@x.org', 'd@x.org'],
    ],
    ['slashes', 'a@x.org/b@x.org / c@x.org', ['a@x.org', 'b@x.org', 'c@x.org']],
    [
      'and',
      'a@x.org and Bo <b@x.org> und c@x.org & d@x.org',
      ['a@x.org', 'Bo <b@x.org>', 'c@x.org', 'd@x.org'],
    ],
    [
      'a list',
      '- Ana <a@x.org>\n• b@x.org\n3. Cy <c@x.org>',
      ['Ana <a@x.org>', 'b@x.org', 'Cy <c@x.org>'],
    ],
    [
      'brackets never closed',
      'Ap <ap@x.org, Erwin <erwin@x.org, jaco@x.org',
      ['Ap <ap@x.org>', 'Erwin <erwin@x.org>', 'jaco@x.org'],
    ],
    ['names without brackets', '"X X" x@x.org, "Y Y" y@x.org', ['X X <x@x.org>', 'Y Y <y@x.org>']],
    [
      'a quotation mark in a name',
      '5" pipe <a@x.org>, 6" pipe <b@x.org>',
      ['5" pipe <a@x.org>', '6" pipe <b@x.org>'],
    ],
    ['a name on its own line', 'Ana Ruiz\n<ana@x.org>', ['Ana Ruiz <ana@x.org>']],
    [
      'international domains',
      'info@bücher.example, 用户@例え.jp',
      ['info@bücher.example', '用户@例え.jp'],
    ],
    ['words that are nobody’s address', 'a@x.org Bob', ['a@x.org', '? Bob']],
    [
      'a wrong address among others',
      'a@x.org, b@, Cy <c@x>d>, e@x.org',
      ['a@x.org', '? b@', 'Cy <c@x>', '? d>', 'e@x.org'],
    ],
    [
      'two addresses in one pair of brackets',
      'Team <a@x.org; b@x.org>',
      ['Team <a@x.org>', 'b@x.org'],
    ],
    ['a page’s address', 'https://x.org/@ana', ['? https://x.org/@ana']],
    ['an empty group', 'Team:;', ['? Team:']],
    ['separators only', ' , ;\n-\n', []],
  ])('%s', (_, text, people) => {
    expect(read(text)).toEqual(people)
  })

  it.each<[string, string, string[]]>([
    [
      'name and address',
      'Ana\tana@x.org\nBob\tbob@x.org\n',
      ['Ana <ana@x.org>', 'Bob <bob@x.org>'],
    ],
    [
      'several columns',
      '1\tAna\tRuiz\tana@x.org\tMadrid\n2\tBob\tRoy\tbob@x.org\tRiga',
      ['Ana Ruiz <ana@x.org>', 'Bob Roy <bob@x.org>'],
    ],
    ['the name behind', 'ana@x.org\t+34 600\tAna', ['Ana <ana@x.org>']],
    ['a cell with a comma', '"Ruiz, ""Nita"""\tana@x.org', ['Ruiz, "Nita" <ana@x.org>']],
    [
      'a row of its own with somebody else in it',
      'Ana\tana@x.org\tBob',
      ['Ana <ana@x.org>', '? Bob'],
    ],
    [
      'a heading and a row without an address',
      'Name\tMail\nAna\tana@x.org\nBob\t',
      ['? Name Mail', 'Ana <ana@x.org>', '? Bob'],
    ],
    [
      'two people in a row',
      'Ana\tana@x.org\tBob\tbob@x.org',
      ['Ana <ana@x.org>', 'Bob <bob@x.org>'],
    ],
  ])('rows of a spreadsheet: %s', (_, text, people) => {
    expect(read(text)).toEqual(people)
  })

  it.each([
    '\u200bana@x.org',
    'ana@x.org\u200b',
    'an\u200ba@x\u00ad.org',
    '\u202aana@x.org\u202c',
    '\u2068ana@x.org\u2069',
    '\ufeffana@x.org',
    '\u00a0ana@x.org\u00a0',
    '\u200fana@x.org\u2060',
    '\u3000ana@x.org',
  ])('without invisible characters, from the clipboard and from a caller: %j', (text) => {
    expect(read(text)).toEqual(['ana@x.org'])
    expect(personInput.parse(text)).toEqual({ name: '', email: 'ana@x.org' })
    expect(personInput.parse({ email: text })).toEqual({ name: '', email: 'ana@x.org' })
    expect(personInput.parse(`Ana\u00a0Ruiz <${text}>`)).toEqual({
      name: 'Ana Ruiz',
      email: 'ana@x.org',
    })
  })

  it.each(['a@x.org, b@x.org', 'Ana', 'a@x.org Bob', 'a@x.org\nBcc: b@x.org', 'a@x.org\tb'])(
    'a caller who names one person names no more than one: %j',
    (text) => {
      expect(parseEmailAddress(text)).toBeNull()
      expect(personInput.safeParse(text).success).toBe(false)
      expect(personInput.safeParse({ email: text }).success).toBe(false)
    },
  )

  it('reads a header’s people as the header has them', () => {
    const header = 'Smith, John <j@x.org>, Ana <a@x.org> Bob <b@x.org>'
    expect(parseAddressList(header)).toEqual([
      { name: 'Smith, John', email: 'j@x.org' },
      { name: 'Ana', email: 'a@x.org' },
      { name: 'Bob', email: 'b@x.org' },
    ])
    expect(parseAddressList('bank@x.org <evil@y.org>')).toEqual([
      { name: 'bank@x.org', email: 'evil@y.org' },
    ])
  })

  it('finds all of 500 people and more, however they are written and parted', () => {
    const word = fc.stringMatching(/^[a-zé]{1,8}$/u)
    const person = fc.tuple(word, word, fc.nat(7)).map(([name, domain, form]) => ({
      email: `${name}@${domain}.org`.normalize('NFC'),
      form,
    }))
    const written = ({ email, form }: { email: string; form: number }): string =>
      [
        email,
        `<${email}>`,
        `Ana Ruiz <${email}>`,
        `"Ruiz, Ana" <${email}>`,
        `mailto:${email}`,
        `(${email})`,
        `'${email}'`,
        `\u200b${email}.`,
      ][form] ?? email
    const separator = fc.constantFrom(', ', '; ', '\n', ' ', '，', '\t', ' and ', ' / ', '\r\n')
    fc.assert(
      fc.property(fc.array(fc.tuple(person, separator), { maxLength: 700 }), (people) => {
        const text = people.map(([one, after]) => written(one) + after).join('')
        const chips = parseTypedAddresses(text)
        const found = chips.map(({ email }) => email).filter((email) => email !== '')
        const wanted = people.map(([{ email }]) => email)
        expect(new Set(found)).toEqual(new Set(wanted))
      }),
      { numRuns: 30, seed: 8 },
    )
  })

  it('shows every word of whatever is pasted', () => {
    const piece = fc.constantFrom(
      ...['ana', 'bo', 'x.org', '@', '<', '>', '"', '(', ')', '[', ']', ',', ';', ':', ' ', '\n'],
      ...["'", '\\', '/', 'a@x.org', 'mailto:', ' and ', '.', '，'],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        const shown = parseTypedAddresses(text)
          .map((chip) => `${chip.name} ${chip.email} ${chip.text}`)
          .join(' ')
        for (const word of ['ana', 'bo']) {
          // A group's name before several people is the one thing that is left out.
          if (!text.includes(':') && text.includes(word)) expect(shown).toContain(word)
        }
        for (const { email } of parseTypedAddresses(text)) expect(email).not.toMatch(/[\s<>"]/u)
      }),
      { numRuns: 3000, seed: 8 },
    )
  })

  it.each([
    '<',
    '"',
    '(',
    '[',
    '(@',
    '"@',
    'a@b ',
    'a@b/',
    '@',
    ':',
    'a,',
    'a;',
    '\t',
    '\\"',
    '<a@b',
  ])('reads 200 kB of %j in time that grows with the length only', (piece) => {
    expect(parseTypedAddresses(piece.repeat(200_000 / piece.length)).length).toBeLessThan(200_001)
  })
})

describe('the subject of an answer', () => {
  it.each([
    ['Ref: 4711 offer', 'Re: Ref: 4711 offer'],
    ['VS: Team', 'Re: VS: Team'],
    ['Enc: invoice', 'Re: Enc: invoice'],
    ['R: the language', 'Re: R: the language'],
    ['I: introduction', 'Re: I: introduction'],
    ['Restaurant: Friday', 'Re: Restaurant: Friday'],
    ['Vás: x', 'Re: Vás: x'],
    ['AW: RE: Aw: Plan', 'Re: Plan'],
    ['Antw.: Plan', 'Re: Plan'],
    ['Odp.: Plan', 'Re: Plan'],
    ['Vá: Plan', 'Re: Plan'],
    ['ΑΠ: ΣΧΕΤ: Plan', 'Re: Plan'],
    ['回覆: Plan', 'Re: Plan'],
    ['回复：Plan', 'Re: Plan'],
    ['답장: Plan', 'Re: Plan'],
    ['תשובה: Plan', 'Re: Plan'],
    ['رد: Plan', 'Re: Plan'],
    ['Re[2]: Re*3: Re(4): Re^5: Re : Plan', 'Re: Plan'],
    ['[list] Re: Plan', 'Re: [list] Plan'],
    ['Re: [list] Re: Plan', 'Re: [list] Plan'],
    ['[list] Re: [list] Plan', 'Re: [list] Plan'],
    ['[list] [urgent] Plan', 'Re: [list] [urgent] Plan'],
  ])('to %j is %j', (subject, answer) => {
    expect(replySubject(subject)).toBe(answer)
  })

  it.each([
    ['R: Plan', 'Re: Plan'],
    ['RIF: Plan', 'Re: Plan'],
    ['VS: Plan', 'Re: Plan'],
    ['REF: Plan', 'Re: Plan'],
    ['Ref: 4711', 'Re: Ref: 4711'],
    ['Re: R: Plan', 'Re: Plan'],
  ])('to %j, which is an answer itself, is %j', (subject, answer) => {
    expect(replySubject(subject, true)).toBe(answer)
  })

  it.each([
    ['轉發: Plan', 'Fwd: Plan'],
    ['İLT: Plan', 'Fwd: Plan'],
    ['WG: Plan', 'Fwd: Plan'],
    ['[list] Fwd: Plan', 'Fwd: [list] Plan'],
    ['Enc: invoice', 'Fwd: Enc: invoice'],
    ['Re: Plan', 'Fwd: Re: Plan'],
  ])('forwarded, %j is %j', (subject, forwarded) => {
    expect(forwardSubject(subject)).toBe(forwarded)
  })

  it.each([
    ['Ref: 4711', '4711'],
    ['VS: Team', 'team'],
    ['R: Plan', 'r plan'],
    ['[a] Re: [b] FW: Plan', 'plan'],
  ])('leaves the stored keys of conversations as they are: %j', (subject, kept) => {
    expect(conversationSubject(subject)).toBe(kept)
  })
})
