/** What of OpenPGP (RFC 9580) stood in a text, and the text to be read. */
export interface ArmoredText {
  text: string
  /** The blocks with a signature over the text, armour included. */
  signatures: string[]
  /** The blocks that are encrypted. */
  encrypted: string[]
}

const SIGNED = '-----BEGIN PGP SIGNED MESSAGE-----'
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----'
const SIGNATURE_END = '-----END PGP SIGNATURE-----'
const MESSAGE = /^-----BEGIN PGP MESSAGE(?:, PART \d+\/\d+)?-----$/u
const MESSAGE_END = /^-----END PGP MESSAGE(?:, PART \d+\/\d+)?-----$/u

/**
 * Takes the OpenPGP armour out of a text: what was signed stays as it was before it was signed
 * (RFC 9580 section 7), encrypted blocks are taken out. Quoted armour (`> -----BEGIN`) stays. Null
 * where there is none, or where it is not closed as it should be.
 */
export function removePgpArmor(text: string): ArmoredText | null {
  if (!/^-----BEGIN PGP (?:SIGNED )?MESSAGE/mu.test(text)) return null
  const lines = text.split(/\r\n|\n|\r/u)
  const shown: string[] = []
  const signatures: string[] = []
  const encrypted: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').trimEnd()
    if (line === SIGNED) {
      const signature = findLine(lines, at, (one) => one === SIGNATURE)
      if (signature === -1) return null
      const end = findLine(lines, signature, (one) => one === SIGNATURE_END)
      const last = end === -1 ? lines.length - 1 : end
      shown.push(...lines.slice(startOfText(lines, at), signature).map(withoutDashEscape))
      signatures.push(lines.slice(signature, last + 1).join('\n'))
      at = last
    } else if (MESSAGE.test(line)) {
      const end = findLine(lines, at, (one) => MESSAGE_END.test(one))
      if (end === -1) return null
      encrypted.push(lines.slice(at, end + 1).join('\n'))
      at = end
    } else {
      shown.push(lines[at] ?? '')
    }
  }
  if (signatures.length + encrypted.length === 0) return null
  return { text: shown.join('\n'), signatures, encrypted }
}

function findLine(
  lines: readonly string[],
  from: number,
  isWanted: (line: string) => boolean,
): number {
  for (let at = from + 1; at < lines.length; at += 1) {
    if (isWanted((lines[at] ?? '').trimEnd())) return at
  }
  return -1
}

/** The text begins after the armour's headers (`Hash: SHA256`) and one empty line. */
function startOfText(lines: readonly string[], begin: number): number {
  let at = begin + 1
  while (/^[A-Za-z-]+: /u.test(lines[at] ?? '')) at += 1
  return (lines[at] ?? '').trim() === '' ? at + 1 : at
}

function withoutDashEscape(line: string): string {
  return line.startsWith('- ') ? line.slice(2) : line
}
