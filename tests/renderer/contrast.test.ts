import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const styles = readFileSync(resolve(import.meta.dirname, '../../src/renderer/styles.css'), 'utf8')

/** Linear sRGB of an OKLCH colour (CSS Color 4, section 10): lightness 0–1, hue in degrees. */
function linearRgb(lightness: number, chroma: number, hue: number): [number, number, number] {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

function luminance(colour: string): number {
  const [lightness, chroma, hue] = colour.split(/\s+/u).map(Number)
  const [r, g, b] = linearRgb(lightness ?? 0, chroma ?? 0, hue ?? 0)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG 2.2, section 1.4.3. */
function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function tokensOf(selector: string): Map<string, string> {
  const block = styles.split(`\n${selector} {`)[1]?.split('\n}')[0] ?? ''
  return new Map(
    [...block.matchAll(/--([\w-]+): oklch\(([\d. ]+)\);/gu)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  )
}

/** What text of each colour stands on, anywhere in the app. */
const TEXT_ON: [string, string[]][] = [
  ['ink', ['canvas', 'surface', 'raised', 'hover', 'pressed', 'selected', 'accent-soft']],
  ['ink-2', ['canvas', 'surface', 'raised', 'hover', 'pressed', 'selected', 'accent-soft']],
  ['ink-3', ['canvas', 'surface', 'raised', 'hover', 'selected', 'accent-soft']],
  ['accent', ['canvas', 'surface', 'raised', 'hover', 'selected']],
  ['on-accent', ['accent-fill', 'accent-fill-hover', 'danger-fill']],
  ['danger', ['canvas', 'surface', 'raised', 'hover', 'danger-soft']],
  ['warning', ['surface', 'raised', 'hover', 'warning-soft']],
  ['success', ['raised']],
]

describe.each([':root', '.dark'])('contrast in %s', (theme) => {
  const tokens = tokensOf(theme)
  const pairs = TEXT_ON.flatMap(([text, grounds]) => grounds.map((ground) => [text, ground]))

  it.each(pairs)('%s on %s is at least 4.5:1', (text = '', ground = '') => {
    const [colour, under] = [tokens.get(text), tokens.get(ground)]
    expect(colour, text).toBeDefined()
    expect(under, ground).toBeDefined()
    expect(contrast(colour ?? '', under ?? '')).toBeGreaterThanOrEqual(4.5)
  })
})

it('knows black on white', () => {
  expect(contrast('0 0 0', '1 0 0')).toBeCloseTo(21, 1)
})
