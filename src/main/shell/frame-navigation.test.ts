import { describe, expect, it } from 'vitest'
import { canFrameNavigate } from './frame-navigation.ts'

describe('a frame that shows mail', () => {
  it('may be given its own document, and nothing else', () => {
    expect(canFrameNavigate({ url: 'about:srcdoc', isMainFrame: false })).toBe(true)
    for (const url of [
      'about:srcdoc#top',
      'about:srcdoc?x',
      'about:blank',
      'ABOUT:SRCDOC',
      'https://evil.example/',
      'app://mailmanager/',
      'data:text/html,x',
      'javascript:alert(1)',
    ]) {
      expect(canFrameNavigate({ url, isMainFrame: false })).toBe(false)
    }
  })

  it('leaves the main frame to its own rules', () => {
    expect(canFrameNavigate({ url: 'app://mailmanager/', isMainFrame: true })).toBe(true)
  })
})
