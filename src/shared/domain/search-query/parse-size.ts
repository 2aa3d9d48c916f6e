const UNITS: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 }
const SIZE = /^(\d{1,15}(?:[.,]\d{1,6})?) ?([kmg]?)(?:i?b)?$/u

/** Bytes of `5M`, `1.5mb`, `1,5 MB`, `300k` or plain bytes; null for anything else. */
export function parseSize(value: string): number | null {
  const [, number, unit = ''] = SIZE.exec(value.trim().toLowerCase()) ?? []
  if (number === undefined) return null
  return Math.round(Number(number.replace(',', '.')) * (UNITS[unit] ?? 1))
}
