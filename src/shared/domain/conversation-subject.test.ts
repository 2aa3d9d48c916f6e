import { describe, expect, it } from 'vitest'
import { conversationSubject } from './conversation-subject.ts'

describe('the subject of a conversation', () => {
  it.each([
    'The plan',
    'Re: The plan',
    'RE: AW: Fwd: the  plan',
    '[team] The plan',
    'Re: [team] Re: The plan',
    '[team] [urgent] The plan!',
  ])('is the same for %j', (subject) => {
    expect(conversationSubject(subject)).toBe('the plan')
  })

  it('differs where the words do', () => {
    expect(conversationSubject('Re: The other plan')).not.toBe(conversationSubject('The plan'))
  })

  it.each(['', 'Re:', '  ', '[x]'])('is empty for %j', (subject) => {
    expect(conversationSubject(subject)).toBe('')
  })
})
