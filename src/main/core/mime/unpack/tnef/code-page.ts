/** Code pages of Windows whose charset has a name of its own. */
const NAMES: Partial<Record<number, string>> = {
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  10_000: 'macintosh',
  20_127: 'us-ascii',
  20_866: 'koi8-r',
  21_866: 'koi8-u',
  50_220: 'iso-2022-jp',
  50_221: 'iso-2022-jp',
  51_932: 'euc-jp',
  51_949: 'euc-kr',
  54_936: 'gb18030',
  65_001: 'utf-8',
}

/** The charset of a Windows code page; `windows-1252` for those that are not known. */
export function charsetOfCodePage(codePage: number): string {
  const name = NAMES[codePage]
  if (name !== undefined) return name
  if (codePage === 874 || (codePage >= 1250 && codePage <= 1258)) return `windows-${codePage}`
  if (codePage >= 28_591 && codePage <= 28_606) return `iso-8859-${codePage - 28_590}`
  return 'windows-1252'
}
