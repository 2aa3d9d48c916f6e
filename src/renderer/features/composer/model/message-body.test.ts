import { describe, expect, it } from 'vitest'
import { getSnippet, textToHtml, isBlank, joinBody, splitBody, htmlToText } from './message-body.ts'

describe('the two parts of a body', () => {
  it('come back from a draft as they went in', () => {
    const body = { written: '<p>Hi</p>', quote: '<p>Ana wrote:</p><blockquote>Hello</blockquote>' }
    expect(splitBody(joinBody(body))).toEqual(body)
  })

  it('come back when the quoted message was written with MailManager too', () => {
    const inner = joinBody({ written: '<p>Earlier</p>', quote: '<p>Oldest</p>' })
    const body = { written: '<p>Hi</p>', quote: `<blockquote>${inner}</blockquote>` }
    expect(splitBody(joinBody(body))).toEqual(body)
  })

  it('is one part where nothing is quoted', () => {
    expect(splitBody('<p>Hi</p>')).toEqual({ written: '<p>Hi</p>', quote: null })
  })
})

describe('isBlank', () => {
  it('sees through empty paragraphs and hard spaces', () => {
    expect(isBlank('<p></p><p>&nbsp;</p>')).toBe(true)
  })

  it('counts an image as content', () => {
    expect(isBlank('<p><img src="data:image/png;base64,AA"></p>')).toBe(false)
  })
})

describe('getSnippet', () => {
  it('shows what the person wrote, on one line, without the quoted message', () => {
    const html = joinBody({ written: '<p>Hi &amp; hello</p><p>Ana</p>', quote: '<p>Old</p>' })
    expect(getSnippet(html)).toBe('Hi & hello Ana')
  })

  it('leaves the signature out', () => {
    expect(getSnippet('<p>Hi</p><div class="mm_signature"><p>Ana Ruiz</p></div>')).toBe('Hi')
  })

  it('cuts long text', () => {
    expect(getSnippet('<p>one two three</p>', 7)).toBe('one two…')
  })
})

describe('textToHtml', () => {
  it('makes a paragraph of each line and escapes markup', () => {
    expect(textToHtml('a\n<b>')).toBe('<p>a</p><p>&lt;b&gt;</p>')
  })

  it('is read back by textOf', () => {
    expect(htmlToText(textToHtml('a & b\n<c> "d"'))).toBe('a & b\n<c> "d"\n')
  })
})
