import { describe, expect, it } from 'vitest'
import { formatBytes } from './format-bytes.ts'

describe('formatBytes', () => {
  it.each([
    [0, '0 bytes'],
    [12, '12 bytes'],
    [2048, '2 kB'],
    [182_400, '178 kB'],
    [1_258_291, '1.2 MB'],
    [25 * 1024 * 1024, '25 MB'],
    [3 * 1024 ** 3, '3 GB'],
  ])('%i is %s', (bytes, text) => {
    expect(formatBytes(bytes, 'en')).toBe(text)
  })

  it('uses the words of the language', () => {
    expect(formatBytes(1_258_291, 'es')).toBe('1,2 MB')
  })
})
