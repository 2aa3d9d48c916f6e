import { describe, expect, it } from 'vitest'
import { forwardHtml, quoteHtml } from './reply.ts'
import { forwardSubject, replySubject } from './subject-prefixes.ts'

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
