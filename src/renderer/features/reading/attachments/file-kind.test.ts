import { describe, expect, it } from 'vitest'
import { getFileKind } from './file-kind.ts'

describe('the sort of file', () => {
  it.each([
    ['application/pdf', 'a.pdf', 'text'],
    ['image/png', 'a', 'image'],
    ['application/octet-stream', 'Budget.XLSX', 'sheet'],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'x', 'sheet'],
    ['text/csv; charset=utf-8', 'x', 'sheet'],
    ['application/x-zip-compressed', 'x', 'archive'],
    ['text/calendar', 'invite.ics', 'calendar'],
    ['message/rfc822', 'x', 'message'],
    ['application/octet-stream', 'blob', 'other'],
  ] as const)('%s %s is %s', (type, name, kind) => {
    expect(getFileKind(type, name)).toBe(kind)
  })
})
