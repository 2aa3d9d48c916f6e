const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** Bytes in words of the given locale: “512 kB”, “1.2 MB”. Units are binary, named as people do. */
export function formatBytes(bytes: number, locale: string): string {
  const power = Math.min(
    UNITS.length - 1,
    Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)),
  )
  const value = bytes / 1024 ** power
  const unit = UNITS[power] ?? 'byte'
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: power >= 2 && value < 10 ? 1 : 0,
  }).format(value)
}
