/** Thrown where the bytes end before what they announce. */
export class EndOfBytes extends Error {}

/** Reads little-endian values one after the other; never past the end. */
export class ByteReader {
  private at = 0
  private readonly bytes: Buffer

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  uint8(): number {
    return this.take(1).readUInt8(0)
  }

  uint16(): number {
    return this.take(2).readUInt16LE(0)
  }

  uint32(): number {
    return this.take(4).readUInt32LE(0)
  }

  /** A view of the next bytes, not a copy. Throws EndOfBytes where there are fewer. */
  take(length: number): Buffer {
    if (length > this.left) throw new EndOfBytes('The bytes end too early')
    const taken = this.bytes.subarray(this.at, this.at + length)
    this.at += length
    return taken
  }
}
