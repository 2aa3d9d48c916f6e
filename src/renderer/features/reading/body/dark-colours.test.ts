import { parse, wcagContrast, wcagLuminance } from 'culori'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { darkGround, darkText, hasOwnColours, withDarkColours } from './dark-colours.ts'

const RUNS = { seed: 20_261_127, numRuns: 2_000 }
const hex = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)
const luminance = (colour: string): number => wcagLuminance(parse(colour) ?? 'black')

describe('a colour on a dark page', () => {
  it('is readable as a text on any ground', () => {
    fc.assert(
      fc.property(hex, hex, (text, ground) => {
        expect(wcagContrast(darkText(text), darkGround(ground))).toBeGreaterThanOrEqual(4.5)
      }),
      RUNS,
    )
  })

  it('is dark as a ground, light as a text, and mapped no further a second time', () => {
    fc.assert(
      fc.property(hex, (colour) => {
        expect(luminance(darkGround(colour))).toBeLessThan(0.052)
        expect(luminance(darkText(colour))).toBeGreaterThan(0.39)
      }),
      RUNS,
    )
  })

  it.each(['#000000', '#17191d', '#1a1a40', 'navy'])('stays as the dark ground %s', (ground) => {
    expect(darkGround(ground)).toBe(ground)
  })

  it.each(['#ffffff', '#e6e8eb', 'white', 'yellow'])('stays as the light text %s', (text) => {
    expect(darkText(text)).toBe(text)
  })

  it('keeps its order: what was darker ground is lighter, so that cards and pages stay apart', () => {
    const [page = 0, card = 0] = ['#eeeeee', '#ffffff'].map((colour) =>
      luminance(darkGround(colour)),
    )
    expect(page).toBeGreaterThan(card)
  })

  it('keeps a marker visible on the page', () => {
    expect(wcagContrast(darkGround('yellow'), darkGround('#ffffff'))).toBeGreaterThan(1.5)
  })

  it.each(['transparent', 'inherit', 'currentcolor', 'none', 'no colour at all', ''])(
    'is left alone where it is none: %j',
    (text) => {
      expect(darkText(text)).toBe(text)
      expect(darkGround(text)).toBe(text)
    },
  )
})

describe('a message on a dark page', () => {
  const white = darkGround('#ffffff')
  const black = darkText('#000000')

  it.each([
    ['<p style="color: #000000">x</p>', `<p style="color: ${black}">x</p>`],
    ['<p style="color: black !important">x</p>', `<p style="color: ${black} !important">x</p>`],
    ['<p style="color: rgb(0,0,0)">x</p>', `<p style="color: ${black}">x</p>`],
    ['<p style="color: hsl(0, 0%, 0%)">x</p>', `<p style="color: ${black}">x</p>`],
    ['<td bgcolor="#ffffff">x</td>', `<td bgcolor="${white}">x</td>`],
    ['<td bgcolor="ffffff">x</td>', `<td bgcolor="${white}">x</td>`],
    ['<font color="#000000">x</font>', `<font color="${black}">x</font>`],
    [
      '<td style="background: white url(https://x.example/white.png) no-repeat">x</td>',
      `<td style="background: ${white} url(https://x.example/white.png) no-repeat">x</td>`,
    ],
    [
      '<td style="background-image: linear-gradient(#ffffff, white)">x</td>',
      `<td style="background-image: linear-gradient(${white}, ${white})">x</td>`,
    ],
    ['<hr style="border-top: 1px solid #ffffff">', `<hr style="border-top: 1px solid ${white}">`],
    [
      '<style>\n.a { color: black; width: 9px }\n</style>',
      `<style>\n.a { color: ${black}; width: 9px }\n</style>`,
    ],
    [
      '<style>\n@media (max-width: 9px) {\n.a { background: white }\n}\n</style>',
      `<style>\n@media (max-width: 9px) {\n.a { background: ${white} }\n}\n</style>`,
    ],
  ])('has its colours mapped: %s', (html, mapped) => {
    expect(withDarkColours(html)).toBe(mapped)
  })

  it.each([
    '<p>style="color: black" is what he wrote, and bgcolor="#ffffff"</p>',
    '<img src="data:image/png;base64,AAAA" alt="color: black" title="bgcolor white">',
    '<a href="https://x.example/?color=black">black</a>',
    '<p style="font-family: Black, white">x</p>',
    '<p class="white black">x</p>',
  ])('keeps what is no colour: %s', (html) => {
    expect(withDarkColours(html)).toBe(html)
  })

  it('says whether there is something to map', () => {
    expect(hasOwnColours('<p style="margin:0;color: red">x</p>')).toBe(true)
    expect(hasOwnColours('<td bgcolor="#fff">x</td>')).toBe(true)
    expect(hasOwnColours('<style>\n.a { background: none }\n</style>')).toBe(true)
    expect(hasOwnColours('<p>plain, colour of no kind</p>')).toBe(false)
  })

  it('takes time that grows with the length only', () => {
    for (const piece of ['<a ', '<a b="', '<p style="color:', ' style="', '{', '#fff '])
      expect(withDarkColours(piece.repeat(60_000))).toEqual(expect.any(String))
  })
})
