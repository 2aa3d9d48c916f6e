import { describe, expect, it } from 'vitest'
import { textToHtml } from './text-to-html.ts'
import { MESSAGE_FRAME_SANDBOX, messageFrameDocument, withFrameLinks } from './message-frame.ts'

const inner = (text: string): string =>
  textToHtml(text).replace(/^<div class="mail-text">|<\/div>$/gu, '')
const link = (target: string, text = target): string =>
  `<a href="${target}" target="_blank" rel="noopener noreferrer">${text}</a>`

describe('textToHtml', () => {
  it('escapes markup and keeps lines and indentation', () => {
    expect(inner('<b>&\n  x')).toBe('&lt;b&gt;&amp;<br>\n&nbsp; x')
  })

  it.each([
    ['see https://example.com/a?b=1&c=2.', `see ${link('https://example.com/a?b=1&amp;c=2')}.`],
    ['(https://example.com/a_(b))', `(${link('https://example.com/a_(b)')})`],
    ['www.example.com, ok', `${link('https://www.example.com', 'www.example.com')}, ok`],
    ['mailto:a@example.com', link('mailto:a@example.com')],
    ['<https://example.com>', `&lt;${link('https://example.com')}&gt;`],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['https://', 'https://'],
  ])('links %j', (text, html) => {
    expect(inner(text)).toBe(html)
  })

  it('puts quoted lines into blockquotes, however deep', () => {
    expect(inner('a\n> b\n> > c\nd')).toBe('a<blockquote>b<blockquote>c</blockquote></blockquote>d')
    expect(inner('>'.repeat(1000)).match(/<blockquote>/gu)).toHaveLength(20)
  })
})

describe('messageFrameDocument', () => {
  const frame = (html: string, theme: 'light' | 'dark' = 'light'): string =>
    messageFrameDocument({ html, images: 'block', theme })

  it('starts with the policy and allows no script and no same origin', () => {
    expect(frame('')).toMatch(/^<!doctype html><html><head>\n<meta http-equiv="Content-Security/u)
    expect(MESSAGE_FRAME_SANDBOX).not.toMatch(/allow-(?:scripts|same-origin|forms|top)/u)
  })

  it('lets pictures load only when they are to be shown', () => {
    expect(frame('')).toContain('img-src data:;')
    const shown = messageFrameDocument({ html: '', images: 'show', theme: 'light' })
    expect(shown).toContain('img-src data: https: http:;')
  })

  it('has dark paper in the dark theme', () => {
    expect(frame('<p>plain</p>', 'dark')).toContain('color-scheme: dark')
    expect(frame('<p>plain</p>')).not.toContain('color-scheme: dark')
  })

  it('leads links within a message to the frame, in the composer as in the reading pane', () => {
    const link = '<a href="#user-content-top">up</a>'
    expect(frame(link)).toContain('href="about:srcdoc#user-content-top"')
    expect(withFrameLinks(link)).toBe('<a href="about:srcdoc#user-content-top">up</a>')
  })
})
