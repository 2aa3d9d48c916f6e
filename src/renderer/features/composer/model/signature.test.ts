import { describe, expect, it } from 'vitest'
import { replaceSignature, appendSignature } from './signature.ts'

const work = '<p>Ana Ruiz</p><p>Example Ltd</p>'
const home = '<p>Ana</p>'

describe('a signature', () => {
  it('stands under a line to write on', () => {
    expect(appendSignature('', work)).toBe(`<p></p><div class="mm_signature">${work}</div>`)
  })

  it('is left out where the mailbox has none', () => {
    expect(appendSignature('<p>Hi</p>', '<p></p>')).toBe('<p>Hi</p>')
  })

  it('is exchanged when the sender moves to another mailbox', () => {
    const written = appendSignature('<p>Hi</p>', work)
    expect(replaceSignature(written, work, home)).toBe(appendSignature('<p>Hi</p>', home))
    expect(replaceSignature(written, work, '')).toBe('<p>Hi</p>')
    expect(replaceSignature('<p>Hi</p>', '', home)).toBe(appendSignature('<p>Hi</p>', home))
  })

  it('stays when the person changed it, and stays away when the person took it out', () => {
    const changed = appendSignature('<p>Hi</p>', '<p>Ana, on holiday</p>')
    expect(replaceSignature(changed, work, home)).toBe(changed)
    expect(replaceSignature('<p>Hi</p>', work, home)).toBe('<p>Hi</p>')
  })
})
