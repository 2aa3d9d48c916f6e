import {
  clampChroma,
  converter,
  formatHex,
  formatRgb,
  parse,
  wcagLuminance,
  type Oklch,
} from 'culori'

/** Relative luminance (WCAG 2): the paper of a dark message, and the brightest ground on it. */
const DARKEST_GROUND = 0.0096
const BRIGHTEST_GROUND = 0.05
/** The dimmest text, 4.5 to 1 on the brightest ground, and what black becomes. */
const DIMMEST_TEXT = 0.405
const BRIGHTEST_TEXT = 0.82
/** OKLCH chroma of a ground that is meant to be seen, such as a text marker's. */
const VIVID = 0.15
const MAX_REMEMBERED = 2_000

/** A colour in CSS: hexadecimal, functional or a name. */
const COLOUR =
  /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([^()]{1,80}\)|\b[a-z]{3,20}\b/giu
const TEXT_PROPERTY = /^(?:color|text-decoration(?:-color)?)$/u
const GROUND_PROPERTY =
  /^(?:background(?:-color|-image)?|border(?:-(?:top|right|bottom|left))?(?:-color)?|outline(?:-color)?)$/u
/** Tags of sanitised HTML: every attribute's value stands in double quotes. */
const TAG = /<[a-z][a-z0-9]*(?:\s+[a-z-]+(?:="[^"]*")?)+\s*\/?>/giu
const SHEET = /(<style>)([^<]*)(<\/style>)/gu

const toOklch = converter('oklch')

/**
 * Sanitised HTML with its colours mapped for a dark page: every ground becomes dark and every text
 * light, of the same hue, so that any text on any ground is readable (4.5 to 1). What is dark ground
 * or light text already stays, and so do pictures.
 */
export function withDarkColours(html: string): string {
  return html
    .replace(SHEET, (_, open: string, css: string, close: string) => open + darkSheet(css) + close)
    .replace(TAG, (tag) =>
      tag.replace(/(\s(?:style|bgcolor|color))="([^"]*)"/giu, (_, name: string, value: string) => {
        const attribute = name.trim().toLowerCase()
        if (attribute === 'style') return `${name}="${darkDeclarations(value)}"`
        return `${name}="${attribute === 'color' ? darkText(value) : darkGround(value)}"`
      }),
    )
}

/** True where a message sets a colour, so that it can look different on a dark page. */
export function hasOwnColours(html: string): boolean {
  return /<[a-z][^>]*\s(?:bgcolor|color)="|(?:[\s;"{])(?:background(?:-color)?|color):/iu.test(html)
}

/** A text's colour on a dark page; what is no colour stays as it is. */
export const darkText = remembered((colour) =>
  mapLuminance(colour, (luminance) =>
    luminance >= DIMMEST_TEXT
      ? luminance
      : BRIGHTEST_TEXT - (BRIGHTEST_TEXT - DIMMEST_TEXT) * (luminance / DIMMEST_TEXT),
  ),
)

/** A ground's or border's colour on a dark page; what is no colour stays as it is. */
export const darkGround = remembered((colour) =>
  mapLuminance(colour, (luminance, chroma) =>
    luminance <= BRIGHTEST_GROUND
      ? luminance
      : DARKEST_GROUND +
        (BRIGHTEST_GROUND - DARKEST_GROUND) * Math.max(1 - luminance, Math.min(1, chroma / VIVID)),
  ),
)

/** A mail uses few colours, each of them many times. Mail is hostile, so the memory is bounded. */
function remembered(map: (colour: string) => string): (colour: string) => string {
  const known = new Map<string, string>()
  return (colour) => {
    const before = known.get(colour)
    if (before !== undefined) return before
    const mapped = map(colour)
    if (known.size < MAX_REMEMBERED) known.set(colour, mapped)
    return mapped
  }
}

function darkSheet(css: string): string {
  return css.replace(
    /\{([^{}]*)\}/gu,
    (_, declarations: string) => `{${darkDeclarations(declarations)}}`,
  )
}

function darkDeclarations(css: string): string {
  return css
    .split(';')
    .map((declaration) => {
      const colon = declaration.indexOf(':')
      const property = declaration.slice(0, colon).trim().toLowerCase()
      const map = TEXT_PROPERTY.test(property)
        ? darkText
        : GROUND_PROPERTY.test(property)
          ? darkGround
          : null
      if (colon === -1 || map === null) return declaration
      return declaration.slice(0, colon + 1) + darkValue(declaration.slice(colon + 1), map)
    })
    .join(';')
}

/** Addresses of pictures are no colours, whatever words they hold. */
function darkValue(value: string, map: (colour: string) => string): string {
  return value
    .split(/(url\([^)]*\))/iu)
    .map((piece) => (/^url\(/iu.test(piece) ? piece : piece.replace(COLOUR, map)))
    .join('')
}

function mapLuminance(text: string, map: (luminance: number, chroma: number) => number): string {
  const colour = parse(text.trim().toLowerCase()) ?? parse(`#${text.trim()}`)
  if (colour === undefined || colour.alpha === 0) return text
  const luminance = wcagLuminance(colour)
  const oklch = toOklch(colour)
  const wanted = map(luminance, oklch.c)
  if (wanted === luminance) return text
  const mapped = withLuminance(oklch, wanted)
  return mapped.alpha === undefined || mapped.alpha === 1 ? formatHex(mapped) : formatRgb(mapped)
}

/** The colour of the same hue with a luminance, found by halving; as colourful as a screen can show. */
function withLuminance(colour: Oklch, luminance: number): Oklch {
  let [low, high] = [0, 1]
  let found = colour
  for (let step = 0; step < 14; step += 1) {
    const middle = (low + high) / 2
    found = clampChroma({ ...colour, l: middle }, 'oklch')
    if (wcagLuminance(found) < luminance) low = middle
    else high = middle
  }
  return found
}
