import { describe, expect, it } from 'vitest'
import { parseLinkTarget } from './parse-link-target.ts'

describe('parseLinkTarget', () => {
  it.each([
    ['example.com/plan', 'https://example.com/plan'],
    ['http://example.com', 'http://example.com'],
    ['example.com:8080/x', 'https://example.com:8080/x'],
    ['ana@example.com', 'mailto:ana@example.com'],
    ['tel:+34123', 'tel:+34123'],
  ])('reads “%s”', (typed, url) => {
    expect(parseLinkTarget(typed)).toBe(url)
  })

  it.each([
    '',
    'two words',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'word',
  ])('refuses “%s”', (typed) => {
    expect(parseLinkTarget(typed)).toBeNull()
  })
})
