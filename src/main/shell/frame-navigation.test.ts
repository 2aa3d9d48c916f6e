import { describe, expect, it } from 'vitest'
import { mayFrameNavigate } from './frame-navigation.ts'

describe('a frame that shows mail', () => {
  it('may be given its own document, and nothing else', () => {
    expect(mayFrameNavigate({ url: 'about:srcdoc', isMainFrame: false })).toBe(true)
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
      expect(mayFrameNavigate({ url, isMainFrame: false })).toBe(false)
    }
  })

  it('leaves the main frame to its own rules', () => {
    expect(mayFrameNavigate({ url: 'app://mailmanager/', isMainFrame: true })).toBe(true)
  })
})
