import { describe, expect, it } from 'vitest'
import { htmlToText } from './html-to-text.ts'

describe('the text alternative of HTML', () => {
  it.each([
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>', 'a\tb\nc\td'],
    ['<table><thead><tr><th>Item</th> <th>Price</th></tr></thead></table>', 'Item\tPrice'],
    [
      '<table><tr>\n<td> a </td>\n<td>\n</td>\n<td><b>b</b></td></tr></table>after',
      'a\tb\n\nafter',
    ],
    ['<table><tr><td></td><td>alone</td><td></td></tr></table>', 'alone'],
    ['<table><tr><td>a</td><td><p>b</p></td></tr></table>', 'a\n\nb'],
    [
      '<table><tr><td><table><tr><td>in</td><td>ner</td></tr></table></td><td>out</td></tr></table>',
      'in\tner\n\nout',
    ],
    ['<blockquote><table><tr><td>a</td><td>b</td></tr></table></blockquote>', '> a\tb'],
  ])('has a gap between the cells of a row: %s', (html, text) => {
    expect(htmlToText(html)).toBe(text)
  })

  it.each([
    ['<p>Hi</p><p>-- </p><p>Ana</p>', 'Hi\n\n-- \n\nAna'],
    ['Hi<br>-- <br>Ana', 'Hi\n-- \nAna'],
    ['<div>--&nbsp;</div><div>Ana</div>', '-- \nAna'],
    ['<div>-- \n</div><div>Ana</div>', '-- \nAna'],
    ['<p>Hi</p><pre>-- \nAna</pre>', 'Hi\n\n-- \nAna'],
    ['<blockquote><p>Hi<br>-- <br>Ana</p></blockquote>', '> Hi\n> -- \n> Ana'],
  ])('keeps the blank of the signature delimiter: %s', (html, text) => {
    expect(htmlToText(html)).toBe(text)
  })

  it.each([
    ['<p>--</p><p>Ana</p>', '--\n\nAna'],
    ['<p>a -- <b>b</b></p>', 'a -- b'],
    ['<p>--&nbsp;b</p>', '--\u00a0b'],
  ])('makes no signature delimiter of other dashes: %s', (html, text) => {
    expect(htmlToText(html)).toBe(text)
  })

  it('stays linear where blanks and cells go on and on', () => {
    const hostile = `<pre>${' '.repeat(300_000)}</pre><table><tr>${'<td> '.repeat(20_000)}-- </tr>`
    expect(htmlToText(hostile)).toBe('--')
  })
})
