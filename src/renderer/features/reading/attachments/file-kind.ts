import { isCalendarFile, isMessageFile } from '#shared/domain/attachment-kind.ts'

export type FileKind =
  'image' | 'text' | 'sheet' | 'archive' | 'audio' | 'video' | 'calendar' | 'message' | 'other'

const KIND_BY_EXTENSION: Record<string, FileKind> = {
  pdf: 'text',
  doc: 'text',
  docx: 'text',
  odt: 'text',
  rtf: 'text',
  md: 'text',
  xls: 'sheet',
  xlsx: 'sheet',
  ods: 'sheet',
  csv: 'sheet',
  zip: 'archive',
  rar: 'archive',
  '7z': 'archive',
  gz: 'archive',
  tar: 'archive',
}

/** What sort of file an attachment is: by its media type, else by its name’s ending. */
export function getFileKind(contentType: string, filename: string): FileKind {
  const type = contentType.toLowerCase().split(';')[0]?.trim() ?? ''
  if (isCalendarFile({ contentType, filename })) return 'calendar'
  if (isMessageFile({ contentType, filename })) return 'message'
  if (type === 'text/csv' || type.includes('spreadsheet') || type.includes('excel')) return 'sheet'
  if (/zip|compressed|x-tar|gzip/u.test(type)) return 'archive'
  if (type === 'application/pdf' || type.includes('word')) return 'text'
  const [major] = type.split('/')
  if (major === 'image' || major === 'audio' || major === 'video' || major === 'text') return major
  return KIND_BY_EXTENSION[filename.toLowerCase().split('.').at(-1) ?? ''] ?? 'other'
}
