import { describe, expect, it } from 'vitest'
import { createIsMe } from './own-addresses.ts'
import { replyRecipients, type AnsweredMessage } from './reply-recipients.ts'

const person = (email: string): { name: string; email: string } => ({ name: '', email })
const isMe = createIsMe(['me@example.com', 'Me@Work.example'])
const letter: AnsweredMessage = {
  fromEmail: 'ana@example.com',
  fromName: 'Ana',
  replyTo: [],
  to: [person('ME@example.com'), person('bob@example.com')],
  cc: [person('cy@example.com'), person('ana@example.com'), person('me@work.example')],
  box: 'INBOX',
  headers: [],
}
const own: AnsweredMessage = {
  ...letter,
  fromEmail: 'me@example.com',
  to: [person('bob@example.com')],
  box: 'SENT',
}

describe('replyRecipients', () => {
  it('answers the sender, and with all everyone else but oneself', () => {
    expect(replyRecipients(letter, isMe, false)).toEqual({
      to: [{ name: 'Ana', email: 'ana@example.com' }],
      cc: [],
    })
    expect(replyRecipients(letter, isMe, true).cc).toEqual([
      person('bob@example.com'),
      person('cy@example.com'),
    ])
  })

  it('prefers Reply-To', () => {
    const office = { ...letter, replyTo: [person('office@example.com')] }
    expect(replyRecipients(office, isMe, false).to).toEqual([person('office@example.com')])
  })

  it('goes on writing to the same people after one’s own message', () => {
    expect(replyRecipients(own, isMe, true)).toEqual({
      to: [person('bob@example.com')],
      cc: [person('cy@example.com'), person('ana@example.com')],
    })
    expect(replyRecipients(own, isMe, false).cc).toEqual([])
  })

  it('does so whatever Reply-To one’s own sent message has', () => {
    const sent = { ...own, replyTo: [person('team@example.com')] }
    expect(replyRecipients(sent, isMe, false).to).toEqual([person('bob@example.com')])
  })

  it('writes to those who were copied where one’s own message was written to oneself', () => {
    const copied = { ...own, to: [person('me@work.example')], cc: [person('cy@example.com')] }
    expect(replyRecipients(copied, isMe, false)).toEqual({ to: [person('cy@example.com')], cc: [] })
  })

  it('answers oneself where nobody else is there', () => {
    const note = { ...own, to: [person('me@example.com')], cc: [] }
    expect(replyRecipients(note, isMe, true)).toEqual({ to: [person('me@example.com')], cc: [] })
  })

  it.each([
    ['Mail-Followup-To: nobody that could be written to', 'mail-followup-to', 'all of you'],
    ['Mail-Followup-To: oneself alone', 'Mail-Followup-To', 'me@example.com'],
    ['List-Post: NO', 'list-post', 'NO (posting not allowed)'],
  ])('is not confused by %s', (_, name, value) => {
    const odd = { ...letter, headers: [{ name, value }] }
    expect(replyRecipients(odd, isMe, true)).toEqual(replyRecipients(letter, isMe, true))
  })
})
