import { describe, expect, it } from 'vitest'
import { boundReferences, isMessageId, replyReferences } from './references.ts'

const chainOf = (length: number, id: (index: number) => string): string[] =>
  Array.from({ length }, (_, index) => id(index))
const bytesOf = (ids: readonly string[]): number =>
  new TextEncoder().encode(ids.map((id) => `<${id}>`).join('\r\n ')).byteLength

describe('the References of an answer', () => {
  const parent = {
    rfcMessageId: 'c@x.example',
    inReplyTo: 'b@x.example',
    references: ['a@x', 'b@x'],
  }

  it('are those of the message answered, and that message', () => {
    expect(replyReferences(parent)).toEqual(['a@x', 'b@x', 'c@x.example'])
    expect(replyReferences({ ...parent, references: [] })).toEqual(['b@x.example', 'c@x.example'])
    expect(replyReferences({ rfcMessageId: null, inReplyTo: null, references: [] })).toEqual([])
  })

  it('fit in two kilobytes: the first, and as many of the last as there is room for', () => {
    const references = chainOf(
      210,
      (index) => `message-${index}.of.a.long.conversation@mail.example`,
    )
    const chain = replyReferences({ ...parent, references })
    expect(bytesOf(chain)).toBeLessThanOrEqual(2_000)
    expect(bytesOf(chain)).toBeGreaterThan(1_900)
    expect(chain[0]).toBe(references[0])
    expect(chain.at(-1)).toBe('c@x.example')
    expect(chain.slice(1, -1)).toEqual(references.slice(2 - chain.length))
  })

  it('keep both ends where every id is as long as one may be', () => {
    const references = chainOf(5, (index) => `${index}@${'x'.repeat(890)}`)
    const chain = replyReferences({
      ...parent,
      references,
      rfcMessageId: `last@${'x'.repeat(890)}`,
    })
    expect(chain).toEqual([references[0], `last@${'x'.repeat(890)}`])
  })

  it('have no id that cannot stand in a header', () => {
    const references = ['a@x', 'b c@x', 'ä@x', `${'x'.repeat(901)}@y`, '<d@x>', 'e@x\r\nBcc: f@x']
    expect(replyReferences({ ...parent, references })).toEqual(['a@x', 'c@x.example'])
    expect(isMessageId('e@x\r\nBcc: f@x')).toBe(false)
  })
})

it('of a received header that has grown without end, the first and the newest are kept', () => {
  const ids = chainOf(500, (index) => `${index}@x`)
  const kept = boundReferences(ids)
  expect(kept).toHaveLength(200)
  expect([kept[0], kept[1], kept.at(-1)]).toEqual(['0@x', '301@x', '499@x'])
  expect(boundReferences(ids.slice(0, 200))).toEqual(ids.slice(0, 200))
})
