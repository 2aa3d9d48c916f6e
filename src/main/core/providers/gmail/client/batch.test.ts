import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBatch, parseBatch } from './batch.ts'

const TYPE = 'multipart/mixed; boundary=batch_x'

function responsePart(index: number, status: number, body: string, headers = ''): string {
  return (
    `--batch_x\r\nContent-Type: application/http\r\nContent-ID: <response-item-${index}>\r\n\r\n` +
    `HTTP/1.1 ${status} Said\r\nContent-Type: application/json\r\n${headers}\r\n${body}\r\n`
  )
}

describe('batch', () => {
  it('encodes each request as a part with its own Content-ID', () => {
    const text = encodeBatch(
      [
        { verb: 'GET', path: '/gmail/v1/users/me/messages/a?format=full' },
        { verb: 'POST', path: '/gmail/v1/users/me/messages/b/modify', body: { é: 1 } },
      ],
      'b1',
    )
    expect(text.split('\r\n')).toEqual([
      '--b1',
      'Content-Type: application/http',
      'Content-ID: <item-0>',
      '',
      'GET /gmail/v1/users/me/messages/a?format=full HTTP/1.1',
      '',
      '',
      '--b1',
      'Content-Type: application/http',
      'Content-ID: <item-1>',
      '',
      'POST /gmail/v1/users/me/messages/b/modify HTTP/1.1',
      'Content-Type: application/json',
      'Content-Length: 8',
      '',
      '{"é":1}',
      '--b1--',
      '',
    ])
  })

  it('refuses more parts than Google recommends', () => {
    const requests = Array.from({ length: 51 }, () => ({ verb: 'GET' as const, path: '/' }))
    expect(() => encodeBatch(requests, 'b')).toThrow('1 to 50')
  })

  it('returns responses in the order of the requests', () => {
    const text = `${responsePart(1, 404, '{"b":1}')}${responsePart(0, 200, '{"a":1}')}--batch_x--\r\n`
    expect(parseBatch(TYPE, text, 2)).toMatchObject([
      { status: 200, text: '{"a":1}' },
      { status: 404, text: '{"b":1}' },
    ])
  })

  it('keeps a part’s own headers', () => {
    const text = `${responsePart(0, 429, '{}', 'Retry-After: 7\r\n')}--batch_x--`
    expect(parseBatch(TYPE, text, 1)[0]?.headers['retry-after']).toBe('7')
  })

  it('returns null for a missing part and for a truncated part', () => {
    const whole = `${responsePart(0, 200, '{"a":1}')}${responsePart(2, 200, '{"c":1}')}--batch_x--`
    expect(parseBatch(TYPE, whole, 3).map((part) => part?.status ?? null)).toEqual([200, null, 200])
    const cut = whole.slice(0, -20)
    expect(parseBatch(TYPE, cut, 3).map((part) => part?.status ?? null)).toEqual([200, null, null])
  })

  it('never throws and never invents a part', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(50), (type, text, expected) => {
        expect(parseBatch(type, text, expected)).toHaveLength(expected)
        expect(parseBatch(TYPE, `--batch_x${text}`, expected)).toHaveLength(expected)
      }),
      { seed: 3 },
    )
  })
})
