/** A file of the content-addressed store. */
export interface StoredFile {
  /** SHA-256 of the content, hex. */
  hash: string
  sizeBytes: number
}

/** Content of a stored file, to be read once or several times. */
export interface StoredContent {
  sizeBytes: number
  /** Fails at its end where the content is not what its name says (a damaged disk). */
  stream(): AsyncIterable<Uint8Array>
}

export interface WriteFileOptions {
  /** A longer stream is refused with FileTooLargeError. */
  maxBytes?: number
  /** True for a copy of what a provider has: hosts that share a database do not share it. */
  canBeFetchedAgain?: boolean
  signal?: AbortSignal
}

/**
 * Content-addressed files beside the database: the same content is one file. A file is whole or
 * absent. Whoever writes one also saves its row in `files` (FileRepository.save); until something
 * references that row the file is kept for an hour.
 */
export interface FileStore {
  /** Stores the whole stream; one that fails, is aborted or is too long leaves nothing behind. */
  write(
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options?: WriteFileOptions,
  ): Promise<StoredFile>
  /** Null where there is no such file. */
  open(hash: string): Promise<StoredContent | null>
  /** The whole content; null where there is no such file or it is damaged. */
  read(hash: string): Promise<Uint8Array | null>
  /** Deletes the file unless it was written (again) at or after this time (epoch milliseconds). */
  delete(hash: string, writtenBefore: number): Promise<void>
  /** Hashes of files written before this time, some at a time. Unfinished ones are deleted on the way. */
  listWrittenBefore(writtenBefore: number): AsyncIterable<string[]>
}

export class FileTooLargeError extends Error {
  readonly maxBytes: number

  constructor(maxBytes: number) {
    super(`The file is larger than ${maxBytes} bytes.`)
    this.name = 'FileTooLargeError'
    this.maxBytes = maxBytes
  }
}

export interface FileReader {
  get(hash: string): Promise<StoredFile | null>
  /** Those of the hashes that have a row or are referenced. */
  listKnown(hashes: string[]): Promise<Set<string>>
  /** One piece of content that hosts share through the database; null after the last. */
  readChunk(hash: string, position: number): Promise<Uint8Array | null>
  countChunks(hash: string): Promise<number>
}

export interface FileRepository extends FileReader {
  /** Notes a file that was just written; one that is known already counts as new again. */
  save(file: StoredFile, now: number): Promise<void>
  /** Stores a piece of the content of a file that has a row; pieces go with the row. */
  saveChunk(hash: string, position: number, data: Uint8Array): Promise<void>
  /** Forgets files stored before this time that nothing references. Returns how many. */
  deleteUnreferenced(storedBefore: number): Promise<number>
}
