import { describe, expect, it } from 'vitest'
import { pickMessageHeaders } from './message-headers.ts'

const bare = { inReplyTo: null, references: [], headers: [] }
const withHeader = (name: string, value: string) =>
  pickMessageHeaders({ ...bare, headers: [{ name, value }] })

describe('the headers that outlive a body', () => {
  it('are empty for a message that has none of them', () => {
    expect(pickMessageHeaders(bare)).toEqual({
      inReplyTo: null,
      references: [],
      autoSubmitted: null,
      listUnsubscribe: null,
      listUnsubscribePost: null,
      reportType: null,
    })
  })

  it('are found whatever the case of their names; the first of two counts', () => {
    const headers = [
      { name: 'LIST-UNSUBSCRIBE', value: ' <https://example.com/u> ' },
      { name: 'List-Unsubscribe', value: '<https://example.net/other>' },
      { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
    ]
    expect(pickMessageHeaders({ ...bare, headers })).toMatchObject({
      listUnsubscribe: '<https://example.com/u>',
      listUnsubscribePost: 'List-Unsubscribe=One-Click',
    })
  })

  it.each([
    ['auto-replied', 'auto-replied'],
    ['Auto-Generated; owner-email="a@b.c"', 'auto-generated'],
    ['no (a comment)', 'no'],
    ['', null],
  ])('take Auto-Submitted %j as %j', (value, expected) => {
    expect(withHeader('Auto-Submitted', value).autoSubmitted).toBe(expected)
  })

  it.each([
    ['multipart/report; report-type=delivery-status; boundary="x"', 'delivery-status'],
    [
      'Multipart/Report; boundary=x; report-type="Disposition-Notification"',
      'disposition-notification',
    ],
    ['multipart/report; boundary=x', null],
    ['multipart/mixed; report-type=delivery-status', null],
  ])('take the report type of %j as %j', (value, expected) => {
    expect(withHeader('Content-Type', value).reportType).toBe(expected)
  })

  it('keep the first and the newest of a References header that has grown without end', () => {
    const references = Array.from({ length: 500 }, (_, index) => `${index}@example.com`)
    const kept = pickMessageHeaders({ ...bare, references }).references
    expect(kept).toHaveLength(200)
    expect([kept[0], kept[1], kept.at(-1)]).toEqual([
      '0@example.com',
      '301@example.com',
      '499@example.com',
    ])
  })
})
