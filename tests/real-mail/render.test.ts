import { afterAll, describe, expect, it } from 'vitest'
import { createHtmlSanitiser } from '#core/mime/html/html-sanitiser.ts'
import { safeLinkUrl } from '#core/mime/html/url-policy.ts'
import { textToHtml } from '#shared/domain/text-to-html.ts'

const reader = createHtmlSanitiser({ timeoutMs: 20_000 })
afterAll(() => reader.close())

describe('a mailto link in a mail, a signature or a quote', () => {
  it.each([
    ['mailto:news+stop@x.example', 'mailto:news+stop@x.example'],
    ['mailto:a@x.example?subject=C++', 'mailto:a@x.example?subject=C++'],
    ['mailto:a@x.example?subject=one two', 'mailto:a@x.example?subject=one%20two'],
    ['mailto:a@x.example?subject=a%2Bb&body=1+1', 'mailto:a@x.example?subject=a%2Bb&body=1+1'],
    ['mailto:a@x.example?attach=/etc/passwd&Subject=x', 'mailto:a@x.example?Subject=x'],
    ['mailto:a@x.example?%61ttach=/etc/passwd', 'mailto:a@x.example'],
    ['mailto:?to=a+b@x.example&cc=c+d@x.example', 'mailto:?to=a+b@x.example&cc=c+d@x.example'],
  ])('%s keeps its plus signs and its known fields', (raw, url) => {
    expect(safeLinkUrl(raw)).toBe(url)
  })
})

describe('a remote picture', () => {
  const trackersOf = async (attributes: string): Promise<number> => {
    const html = `<p>Hello</p><img src="https://x.example/line.gif" ${attributes}>`
    return (await reader.sanitise(html, { images: 'block', cids: {} })).trackers
  }

  it.each([
    'width="600" height="1"',
    'width="100%" height="1"',
    'style="width: 100%; height: 1px"',
    'height="1" style="width: 560px"',
    'width="1" height="200"',
    'width="2" height="2"',
    '',
  ])('with %j is a divider or a picture', async (attributes) => {
    expect(await trackersOf(attributes)).toBe(0)
  })

  it.each([
    'width="1" height="1"',
    'width="1"',
    'width="0" height="0"',
    'width="600" height="0"',
    'style="width: 1px; height: 1px"',
    'width="600" height="400" style="display: none"',
    'width="600" height="400" style="max-width: 1px; max-height: 0"',
    'hidden',
  ])('with %j is seen by nobody: a tracker', async (attributes) => {
    expect(await trackersOf(attributes)).toBe(1)
  })
})

describe('an address in plain text', () => {
  const linked = (text: string): string[] =>
    [...textToHtml(text).matchAll(/href="([^"]*)"/gu)].map(([, target = '']) => target)

  it.each([
    ['Write to ana@x.example.', ['mailto:ana@x.example']],
    [
      '<ana@x.example>, (bob+news@y.example)',
      ['mailto:ana@x.example', 'mailto:bob+news@y.example'],
    ],
    ["'ana@x.example'", ['mailto:ana@x.example']],
    ['zoë@müller.example', ['mailto:zoë@müller.example']],
    [
      'https://ana@x.example/ and https://x.example/?m=a@b.example',
      ['https://ana@x.example/', 'https://x.example/?m=a@b.example'],
    ],
    ['ana@localhost, @ana, a@b@c.example, ana@x..example', []],
    ['50%off@x.example', ['mailto:50%25off@x.example']],
  ])('%s', (text, targets) => {
    expect(linked(text)).toEqual(targets)
  })

  it('takes time that grows with the length only', () => {
    for (const piece of ['a@', 'a.', 'aa', '@a', 'a@a.'])
      expect(textToHtml(piece.repeat(100_000))).toEqual(expect.any(String))
  })
})
