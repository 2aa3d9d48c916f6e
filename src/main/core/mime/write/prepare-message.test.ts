import { describe, expect, it } from 'vitest'
import { cleanPerson, cleanReplyHeaders, cleanSubject, prepareBody } from './prepare-message.ts'

const PIXEL = 'data:image/png;base64,iVBORw0KGgo='

describe('what is stored of a message to be sent', () => {
  it('has its embedded pictures as files, each once', () => {
    const html = `<img src="${PIXEL}"><img src="${PIXEL}" alt="again">`
    const body = prepareBody({ html, text: null }, 'send-1')
    expect(body.pictures).toEqual([
      {
        name: 'picture-1.png',
        contentType: 'image/png',
        contentId: 'picture-1.send-1@mailmanager',
        content: Buffer.from('iVBORw0KGgo=', 'base64'),
      },
    ])
    expect(body.html).not.toContain('data:')
    expect(body.html?.match(/cid:picture-1\.send-1@mailmanager/gu)).toHaveLength(2)
  })

  it('has no script, handler, form or unsafe link', () => {
    const html =
      '<p onclick="x()">Hi<script>x()</script><a href="javascript:x()">a</a><form action="//x"><input></form><img src=x onerror=x()><svg onload=x()></p>&lt;b&gt; 1 < 2'
    expect(prepareBody({ html, text: null }, 'send-1').html).toBe(
      '<p>Hi<a>a</a></p><p></p>&lt;b&gt; 1 &lt; 2',
    )
  })

  it('has no picture without a source: what cannot be shown leaves its words, or nothing', () => {
    const html =
      '<p><img style="display: none"><img alt="Spring sale" width="600"><img src="about:blank" alt=" ">' +
      '<img src="https://shop.example/a.png" alt="A"></p>'
    expect(prepareBody({ html, text: null }, 'send-1').html).toBe(
      '<p><span role="img">Spring sale</span><img src="https://shop.example/a.png" alt="A"></p>',
    )
  })

  it('keeps remote pictures behind a text', () => {
    const html =
      '<div style="background-image: url(&quot;https://shop.example/b.png&quot;)">a</div>' +
      '<p style="color: red; background-image: url(javascript:x)">b</p>'
    expect(prepareBody({ html, text: null }, 'send-1').html).toBe(
      '<div style="background-image: url(https://shop.example/b.png)">a</div>' +
        '<p style="color: red; background-image: none">b</p>',
    )
  })

  it('has a subject that can be folded', () => {
    const words = cleanSubject('a'.repeat(998)).split(' ')
    expect(words.map(({ length }) => length)).toEqual([900, 98])
  })

  it('stays as it is when it is prepared again', () => {
    const html = `<p style="color:red">Hi <img src="${PIXEL}"></p>`
    const once = prepareBody({ html, text: null }, 'send-1')
    const twice = prepareBody({ html: once.html, text: once.text }, 'send-1')
    expect(twice).toEqual({ ...once, pictures: [] })
  })

  it('has a text alternative: the one given, or one made of the HTML', () => {
    expect(prepareBody({ html: '<p>One</p><p>Two</p>', text: null }, 's').text).toBe('One\n\nTwo')
    expect(prepareBody({ html: '<p>One</p>', text: 'Mine' }, 's').text).toBe('Mine')
    expect(prepareBody({ html: null, text: 'Plain' }, 's')).toEqual({
      html: null,
      text: 'Plain',
      pictures: [],
    })
  })

  it('has header fields on one line, and no reply header that cannot stand in one', () => {
    expect(cleanSubject('One\r\nBcc: two')).toBe('One Bcc: two')
    expect(cleanPerson({ name: 'A\nB\u202e', email: 'a@example.com' }).name).toBe('A B')
    expect(() => cleanPerson({ name: '', email: 'nobody' })).toThrow('Not an e-mail address')
    expect(cleanReplyHeaders({ inReplyTo: 'a b', references: ['<a@b>', 'c d'] })).toEqual({
      inReplyTo: null,
      references: ['a@b'],
    })
  })
})
