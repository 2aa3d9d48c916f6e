import type { AttachedFile } from '../mail/mime/write-message.ts'
import { encodePdf, encodePng } from '../mail/generator/encode-pdf-and-png.ts'

type Color = readonly [number, number, number]

const WIDTH = 420
const HEIGHT = 280

/** Scenes for photos: sky above, ground below, a row of hills or roofs between. */
const SCENES = {
  coast: { sky: [150, 190, 225], low: [250, 225, 190], ground: [40, 105, 130], roofs: false },
  forest: { sky: [190, 210, 225], low: [235, 240, 235], ground: [45, 85, 60], roofs: false },
  evening: { sky: [70, 75, 130], low: [245, 165, 110], ground: [50, 45, 60], roofs: false },
  site: { sky: [175, 200, 220], low: [225, 230, 232], ground: [150, 120, 90], roofs: true },
  winter: { sky: [200, 212, 225], low: [240, 243, 247], ground: [225, 230, 238], roofs: true },
} as const

export type Scene = keyof typeof SCENES

/** A small picture drawn in code; `contentId` shows it inside the message. */
export function createPhoto(scene: Scene, filename: string, contentId?: string): AttachedFile {
  const { sky, low, ground, roofs } = SCENES[scene]
  const horizon = (x: number): number => {
    if (roofs) {
      const house = Math.floor(x / 52)
      const peak = 26 - Math.abs((x % 52) - 26)
      return HEIGHT * 0.6 - ((house * 37) % 31) - peak * (house % 3 === 0 ? 0.2 : 0.9)
    }
    return HEIGHT * 0.58 - Math.sin(x / 71) * 26 - Math.sin(x / 23 + 2) * 9
  }
  const content = encodePng(WIDTH, HEIGHT, (x, y) => {
    const edge = horizon(x)
    if (y < edge) {
      const isSun = (x - WIDTH * 0.74) ** 2 + (y - HEIGHT * 0.24) ** 2 < 380
      return isSun ? [255, 244, 214] : blend(sky, low, y / edge)
    }
    return blend(ground, [20, 25, 28], ((y - edge) / (HEIGHT - edge)) * 0.55)
  })
  return {
    filename,
    contentType: 'image/png',
    content,
    ...(contentId === undefined ? {} : { contentId }),
  }
}

function blend(from: Color, to: Color, share: number): Color {
  const mix = (a: number, b: number): number => Math.round(a + (b - a) * share)
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])]
}

/** A one-page PDF with these lines. */
export function createPdf(filename: string, ...lines: string[]): AttachedFile {
  return { filename, contentType: 'application/pdf', content: encodePdf(lines) }
}
