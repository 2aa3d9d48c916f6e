import { afterAll, describe, expect, it } from 'vitest'
import { HTML_PART_BREAK } from '../read/html-part-break.ts'
import { createHtmlSanitiser } from './html-sanitiser.ts'

const reader = createHtmlSanitiser({ timeoutMs: 20_000 })
const GIF = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='
const read = async (
  html: string,
  options: { images?: 'block' | 'show'; cids?: Record<string, string> } = {},
): ReturnType<typeof reader.sanitise> =>
  reader.sanitise(html, { images: options.images ?? 'block', cids: options.cids ?? {} })

afterAll(() => reader.close())

describe('createHtmlReader', () => {
  it('keeps what makes a newsletter look right', async () => {
    const html =
      '<table width="600" bgcolor="#ffeeaa" align="center"><tr><td style="padding: 4px; color: #333333"><font face="Arial" size="2">Hi</font></td></tr></table>'
    expect((await read(html)).html).toBe(
      `<div class="mail-body">${html.replace('<tr>', '<tbody><tr>').replace('</tr>', '</tr></tbody>')}</div>`,
    )
  })

  it('keeps simple style sheets and media queries, without what they would load', async () => {
    const html =
      '<style>@import "x"; body { margin: 0; position: fixed } .a { color: red; background: url(http://x.y/z) } @media (max-width: 600px) { .a { width: 100% } } @media (prefers-color-scheme: dark) { .a { color: white } }</style><p class="a">x'
    const result = await read(html)
    expect(result.html).toBe(
      '<style>\n.mail-body { margin: 0 }\n.a { color: red; background: none }\n@media (max-width:600px) {\n.a { width: 100% }\n}\n</style><div class="mail-body"><p class="a">x</p></div>',
    )
  })

  it('counts remote images and trackers, and blocks them without losing the layout', async () => {
    const html =
      '<body background="https://x.y/b.png"><img src="https://x.y/a.png" width="90" height="60" alt="Logo"><img src="https://x.y/p" width=1 height=1><img src="https://x.y/wf/open?u=1"></body>'
    const blocked = await read(html)
    expect(blocked).toMatchObject({ remoteImages: 4, trackers: 2, defects: [] })
    expect(blocked.html).toContain('<img width="90" height="60" alt="Logo">')
    expect(blocked.html).not.toContain('x.y')
    const shown = await read(html, { images: 'show' })
    expect(shown).toMatchObject({ remoteImages: 4, trackers: 2 })
    expect(shown.html).toContain('src="https://x.y/a.png"')
    expect(shown.html).toContain('referrerpolicy="no-referrer"')
    expect(shown.html).not.toContain('wf/open')
  })

  it('puts embedded pictures in, and says which it wants', async () => {
    const html = '<img src="cid:One%40x"><img src="CID:two"><img src="cid:bad">'
    const cids = { 'one@X': GIF, bad: 'data:text/html,x' }
    const result = await read(html, { cids })
    expect(result.referencedCids).toEqual(['One@x', 'two', 'bad'])
    expect(result.html).toBe(
      `<div class="mail-body"><img src="${GIF}" referrerpolicy="no-referrer"><img><img></div>`,
    )
  })

  it('moves the page’s look to a wrapping element', async () => {
    const html =
      '<html dir="rtl" lang="he"><body bgcolor="#eeeeee" text="#111111" style="margin:0">x'
    expect((await read(html)).html).toBe(
      '<div class="mail-body" dir="rtl" lang="he" style="background-color: #eeeeee; color: #111111; margin: 0">x</div>',
    )
  })

  it('makes every link open outside and shows where it really leads', async () => {
    expect(
      (await read('<a href="https://bank.example@evil.example/x" id=a name=b>x</a>')).html,
    ).toBe(
      '<div class="mail-body"><a href="https://evil.example/x" name="user-content-b" id="user-content-a" target="_blank" rel="noopener noreferrer">x</a></div>',
    )
    expect(
      (await read('<a href="mailto:a@b.c?subject=Hi&attach=/etc/passwd">x</a>')).html,
    ).toContain('href="mailto:a@b.c?subject=Hi"')
  })

  it('sanitises every part of a message on its own', async () => {
    const { html } = await read(`<img src="${HTML_PART_BREAK}<p>second</p>`)
    expect(html).toContain('<p>second</p>')
  })

  it('reads many messages at once, each with its own answer', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => read(`<p>${index}</p>`)),
    )
    expect(results.map(({ html }) => html)).toEqual(
      Array.from({ length: 20 }, (_, index) => `<div class="mail-body"><p>${index}</p></div>`),
    )
  })
})

describe('a message that cannot be sanitised', () => {
  it('is shown as text when it takes too long, and the next one is read as usual', async () => {
    const hasty = createHtmlSanitiser({ timeoutMs: 300 })
    // The thread is warm before the clock runs; only the second message is too much for it.
    expect((await hasty.sanitise('<p>one</p>', { images: 'block', cids: {} })).defects).toEqual([])
    const slow = `<p>Dear reader</p>${'<table><tr><td style="color:red">'.repeat(60_000)}`
    const text = await hasty.sanitise(slow, { images: 'block', cids: {} })
    expect(text.html).toContain('Dear reader')
    expect(text.defects).toEqual([
      'The message took too long to prepare, so it is shown as plain text.',
    ])
    await hasty.close()
  })

  it('is shown as text when the thread cannot start', async () => {
    const broken = createHtmlSanitiser({ workerUrl: new URL('file:///no-such-worker.js') })
    const result = await broken.sanitise('<p>one &lt;b&gt;</p>', { images: 'block', cids: {} })
    expect(result.html).toBe('<div class="mail-text">one &lt;b&gt;</div>')
    expect(result.defects).toHaveLength(1)
    await broken.close()
  })

  it('is shown as text after close, too', async () => {
    const closing = createHtmlSanitiser()
    const waiting = closing.sanitise('<p>one</p>', { images: 'block', cids: {} })
    await closing.close()
    expect((await waiting).html).toBe('<div class="mail-text">one</div>')
  })
})
