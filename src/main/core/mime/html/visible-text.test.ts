import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { visibleText } from './visible-text.ts'

const text = (html: string) => visibleText(html, 20_000).replace(/\s+/gu, ' ').trim()

describe('visibleText', () => {
  it.each([
    ['<p>One</p><p>two</p>', 'One two'],
    ['<STYLE>p{}</STYLE >a<script>1<2</script>b', 'a b'],
    ['a<!-- b > c -->d', 'ad'],
    ['<head><title>t</title></head><body>x</body>', 'x'],
    ['<header>kept</header>', 'kept'],
    [
      'a &amp; b &lt;c&gt; &#233; &#xE9; &eacute;t&eacute; &unknown;',
      'a & b <c> é é été &unknown;',
    ],
    ['1 < 2', '1 < 2'],
    ['open <p', 'open'],
    ['never closed <style>p{}', 'never closed'],
    ['<!-- never closed', ''],
    ['&#9999999; &#x110000;', '\ufffd \ufffd'],
  ])('reads %j as %j', (html, expected) => {
    expect(text(html)).toBe(expected)
  })

  it('stops soon after its limit', () => {
    expect(visibleText('<p>word</p>'.repeat(100_000), 1000).length).toBeLessThan(1100)
    expect(visibleText('x'.repeat(1_000_000), 1000).length).toBe(1000)
  })

  it('never throws and returns no more than its limit, whatever it is given', () => {
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
        expect(visibleText(pieces.join(''), 10).length).toBeLessThanOrEqual(10)
      }),
      { seed: 3, numRuns: 2000 },
    )
  })

  it('reads markup nested without end in one pass', () => {
    expect(visibleText(`${'<b>'.repeat(500_000)}deep`, 1000)).toBe('deep')
  })
})
