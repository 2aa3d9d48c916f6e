import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { htmlText } from './html-text.ts'

const text = (html: string) => htmlText(html, 20_000).replace(/\s+/gu, ' ').trim()

describe('htmlText', () => {
  it.each([
    ['<p>One</p><p>two</p>', 'One two'],
    ['<STYLE>p{}</STYLE >a<script>1<2</script>b', 'a b'],
    ['a<!-- b > c -->d', 'a d'],
    ['<head><title>t</title></head><body>x</body>', 'x'],
    ['<header>kept</header>', 'kept'],
    [
      'a &amp; b &lt;c&gt; &#233; &#xE9; &eacute;t&eacute; &unknown;',
      'a & b <c> é é ete &unknown;',
    ],
    ['1 < 2', '1'],
    ['open <p', 'open'],
    ['never closed <style>p{}', 'never closed p{}'],
    ['<!-- never closed', ''],
    ['&#9999999; &#x110000;', ''],
  ])('reads %j as %j', (html, expected) => {
    expect(text(html)).toBe(expected)
  })

  it('stops soon after its limit', () => {
    expect(htmlText('<p>word</p>'.repeat(100_000), 1000).length).toBeLessThan(1100)
    expect(htmlText('x'.repeat(1_000_000), 1000).length).toBe(1000)
  })

  it('never throws and never shows a tag, whatever it is given', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '<p',
      '</p>',
      '<!--',
      '-->',
      '<style>',
      '</style',
      'a',
      '&#',
      ';',
      '&amp;',
      '"',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        expect(htmlText(pieces.join(''), 1000)).not.toMatch(/<[a-z!/]/u)
      }),
      { seed: 3, numRuns: 2000 },
    )
  })
})
