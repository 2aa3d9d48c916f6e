import { describe, expect, it } from 'vitest'
import {
  forwardHtml,
  quoteHtml,
  replyReferences,
  replyRecipients,
  type ReplyContext,
} from './reply.ts'
import { baseSubject, forwardSubject, replySubject } from './subject-prefixes.ts'

const person = (email: string): { name: string; email: string } => ({ name: '', email })
const ME = ['me@example.com', 'Me@Work.example']
const letter: ReplyContext = {
  fromEmail: 'ana@example.com',
  fromName: 'Ana',
  replyTo: [],
  to: [person('ME@example.com'), person('bob@example.com')],
  cc: [person('cy@example.com'), person('ana@example.com'), person('me@work.example')],
}

describe('replyRecipients', () => {
  it('answers the sender, and with all everyone else but oneself', () => {
    expect(replyRecipients(letter, ME, false)).toEqual({
      to: [{ name: 'Ana', email: 'ana@example.com' }],
      cc: [],
    })
    expect(replyRecipients(letter, ME, true).cc).toEqual([
      person('bob@example.com'),
      person('cy@example.com'),
    ])
  })

  it('prefers Reply-To', () => {
    const list = { ...letter, replyTo: [person('list@example.com')] }
    expect(replyRecipients(list, ME, false).to).toEqual([person('list@example.com')])
  })

  it('goes on writing to the same people after one’s own message', () => {
    const own = { ...letter, fromEmail: 'me@example.com', to: [person('bob@example.com')] }
    expect(replyRecipients(own, ME, true)).toEqual({
      to: [person('bob@example.com')],
      cc: [person('cy@example.com'), person('ana@example.com')],
    })
  })

  it('answers oneself where nobody else is there', () => {
    const note = { ...letter, fromEmail: 'me@example.com', to: [person('me@example.com')], cc: [] }
    expect(replyRecipients(note, ME, true)).toEqual({ to: [person('me@example.com')], cc: [] })
  })
})

describe('subjects', () => {
  it.each([
    ['Plan', 'Re: Plan'],
    ['Re: Plan', 'Re: Plan'],
    ['RE: re[2]: AW: Plan', 'Re: Plan'],
    ['SV: RV: Plan', 'Re: Plan'],
    ['Report: Plan', 'Re: Report: Plan'],
    ['', 'Re:'],
  ])('answers %j with %j', (subject, answer) => {
    expect(replySubject(subject)).toBe(answer)
  })

  it('forwards without doubling', () => {
    expect(forwardSubject('FW: Plan')).toBe('Fwd: Plan')
    expect(forwardSubject('Re: Plan')).toBe('Fwd: Re: Plan')
    expect(baseSubject('Re: Fwd: AW: Plan')).toBe('Plan')
  })
})

describe('references', () => {
  const parent = { rfcMessageId: 'c', inReplyTo: 'b', references: ['a', 'b'] }

  it('is the parent’s chain and then the parent', () => {
    expect(replyReferences(parent)).toEqual(['a', 'b', 'c'])
    expect(replyReferences({ ...parent, references: [] })).toEqual(['b', 'c'])
    expect(replyReferences({ rfcMessageId: null, inReplyTo: null, references: [] })).toEqual([])
  })

  it('keeps the root and the latest when it grows too long', () => {
    const long = Array.from({ length: 200 }, (_, index) => `${index}`)
    const chain = replyReferences({ ...parent, references: long })
    expect(chain).toHaveLength(50)
    expect([chain[0], chain.at(-1)]).toEqual(['0', 'c'])
  })
})

describe('quoting', () => {
  it('escapes the wording and leaves style sheets behind', () => {
    const html = quoteHtml(
      { htmlBody: '<style>p { color: red }</style><p>x</p>', textBody: null },
      { intro: 'Ana <b> wrote:' },
    )
    expect(html).toContain('<p>Ana &lt;b&gt; wrote:</p>')
    expect(html).toContain('<p>x</p>')
    expect(html).not.toContain('<style>')
  })

  it('turns plain text into paragraphs of a forward', () => {
    const html = forwardHtml(
      { htmlBody: null, textBody: '1 < 2' },
      { heading: 'Forwarded', lines: [{ label: 'From:', value: 'Ana <a@b.c>' }] },
    )
    expect(html).toContain('Forwarded<br><b>From:</b> Ana &lt;a@b.c&gt;')
    expect(html).toContain('1 &lt; 2')
  })
})
