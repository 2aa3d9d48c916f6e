/** What a `download` operation answers: bytes for the person to keep. */
export interface Download {
  filename: string
  contentType: string
  bytes: Uint8Array
}
