/** A file that stood in a text. */
export interface UuencodedFile {
  filename: string
  content: Buffer
}

/** The mode in octal (POSIX uuencode); `begin-base64` is what the same program writes in base64. */
const BEGIN = /^begin(-base64)? [0-7]{3,4} (\S.{0,254}?)\s*$/u
const MAX_FILES = 100

/**
 * The uuencoded files of a text, and the text around them. A block counts only where it is one: it
 * begins and ends as it should and every line is as long as it says. Text that merely has a line
 * with "begin" stays. A block that is cut off by the end of the text gives what there is.
 */
export function extractUuencoded(text: string): { text: string; files: UuencodedFile[] } {
  if (!/^begin(?:-base64)? [0-7]/mu.test(text)) return { text, files: [] }
  const lines = text.split(/\r\n|\n|\r/u)
  const around: string[] = []
  const files: UuencodedFile[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const [begin, isBase64, filename = ''] =
      files.length < MAX_FILES ? (BEGIN.exec(line) ?? []) : []
    const block =
      begin === undefined
        ? null
        : isBase64 === undefined
          ? readBlock(lines, at + 1)
          : readBase64Block(lines, at + 1)
    if (block === null) {
      around.push(line)
      continue
    }
    files.push({ filename, content: block.content })
    at = block.last
  }
  return { text: files.length === 0 ? text : around.join('\n'), files }
}

interface Block {
  content: Buffer
  /** The number of its last line. */
  last: number
}

function readBlock(lines: readonly string[], start: number): Block | null {
  const decoded: Buffer[] = []
  let isExact = true
  for (let at = start; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line.trimEnd() === 'end') return { content: Buffer.concat(decoded), last: at }
    const length = ((line.codePointAt(0) ?? 0x20) - 0x20) & 0x3f
    // A character or two more may be a checksum.
    if (line.length > 3 + 4 * Math.ceil(length / 3) || !/^[\x20-\x60]*$/u.test(line)) return null
    isExact &&= line === '' || line.length > Math.ceil((length * 4) / 3)
    decoded.push(decodeLine(line, length))
  }
  // Without an end, other text in capitals could look alike.
  return isExact && decoded.length > 0
    ? { content: Buffer.concat(decoded), last: lines.length }
    : null
}

/** Spaces stand for zeros, and those at the end of a line may have been cut on the way. */
function decodeLine(line: string, length: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil(length / 3) * 3)
  for (let at = 0, from = 1; at < bytes.length; at += 3, from += 4) {
    let group = 0
    for (let offset = 0; offset < 4; offset += 1) {
      group = (group << 6) | (((line.codePointAt(from + offset) ?? 0x20) - 0x20) & 0x3f)
    }
    bytes.writeUIntBE(group, at, 3)
  }
  return bytes.subarray(0, length)
}

function readBase64Block(lines: readonly string[], start: number): Block | null {
  const encoded: string[] = []
  for (let at = start; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line === '====') return { content: Buffer.from(encoded.join(''), 'base64'), last: at }
    if (!/^[A-Za-z0-9+/=]*$/u.test(line)) return null
    encoded.push(line)
  }
  return null
}
