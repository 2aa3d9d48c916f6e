import { describe, expect, it } from 'vitest'
import { parseMailto } from './parse-mailto.ts'

const emails = (link: string) => parseMailto(link)?.to.map((chip) => chip.email)

describe('parseMailto', () => {
  it('reads recipients, subject and body', () => {
    const content = parseMailto(
      'mailto:ana@example.com,bob@example.com?cc=c@example.com&bcc=d@example.com&subject=Plan%20A&body=One%0D%0ATwo',
    )
    expect(content?.to.map((chip) => chip.email)).toEqual(['ana@example.com', 'bob@example.com'])
    expect(content?.cc.map((chip) => chip.email)).toEqual(['c@example.com'])
    expect(content?.bcc.map((chip) => chip.email)).toEqual(['d@example.com'])
    expect(content?.subject).toBe('Plan A')
    expect(content?.body).toBe('One\nTwo')
  })

  it('adds recipients named in the query to those of the path', () => {
    expect(emails('mailto:a@example.com?to=b@example.com')).toEqual([
      'a@example.com',
      'b@example.com',
    ])
  })

  it('keeps a plus sign in an address', () => {
    expect(emails('mailto:ana+news@example.com')).toEqual(['ana+news@example.com'])
  })

  it('reads the scheme and the field names whatever their case', () => {
    expect(parseMailto('MAILTO:a@example.com?SUBJECT=Hi')?.subject).toBe('Hi')
  })

  it('ignores attachments and unknown headers', () => {
    const content = parseMailto(
      'mailto:a@example.com?attach=/etc/passwd&attachment=x&X-Evil=1&from=b@example.com',
    )
    expect(content).toEqual({
      to: [expect.objectContaining({ email: 'a@example.com' })],
      cc: [],
      bcc: [],
      subject: '',
      body: '',
    })
  })

  it('keeps line breaks out of headers', () => {
    expect(parseMailto('mailto:?subject=Hi%0D%0ABcc:%20x@example.com')?.subject).toBe(
      'Hi Bcc: x@example.com',
    )
  })

  it('survives a broken percent escape', () => {
    expect(parseMailto('mailto:?subject=100%')?.subject).toBe('100%')
  })

  it('refuses another scheme', () => {
    expect(parseMailto('https://example.com')).toBeNull()
  })
})
