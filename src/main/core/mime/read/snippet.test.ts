import { describe, expect, it } from 'vitest'
import { htmlToText } from '../html/html-to-text.ts'
import { snippetOf } from './snippet.ts'

describe('snippetOf', () => {
  it('folds blanks, drops preheader filler and decodes entities', () => {
    const html =
      '<style>p{}</style><title>t</title><div>Sale&nbsp;ends \u00a0&zwnj;&#847; &shy;\u200c today &amp; tomorrow</div><p>More'
    expect(snippetOf({ html, text: null })).toBe('Sale ends today & tomorrow More')
  })

  it('prefers the text, without what it quotes', () => {
    expect(snippetOf({ html: '<p>rich', text: '> old\nYes, let us.\n> older' })).toBe(
      'Yes, let us.',
    )
    expect(snippetOf({ html: null, text: '> only a quote' })).toBe('> only a quote')
  })

  it('has at most 200 characters and cuts no character in two', () => {
    const snippet = snippetOf({ html: null, text: `${'a'.repeat(199)}😀` })
    expect(snippet).toBe('a'.repeat(199))
  })

  it.each(['<style>p{color:red}', '<script>alert(1)', '<!-- <p>', '<', '<p', ''])(
    'shows nothing of %j',
    (html) => {
      expect(snippetOf({ html, text: null })).not.toMatch(/color|alert/u)
    },
  )
})

describe('plainTextOf', () => {
  it('keeps paragraphs, lists, quotes and where links lead', () => {
    const html =
      '<h1>Hello</h1><p>See <a href="https://example.com/a">this</a> and <a href="https://example.com">https://example.com</a></p><ul><li>one</li><li>two</li></ul><blockquote>quoted</blockquote><script>no</script>'
    expect(htmlToText(html)).toBe(
      'Hello\n\nSee this [https://example.com/a] and https://example.com\n\n- one\n- two\n\n> quoted',
    )
  })

  it('survives markup nested deeper than any stack', () => {
    expect(htmlToText(`${'<div>'.repeat(100_000)}deep`)).toEqual(expect.any(String))
  })
})
