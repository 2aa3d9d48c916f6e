import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  applyChange,
  collapseChanges,
  invertChange,
  moveTargetOf,
  type FlagStyle,
  type MessageChange,
  type MessageState,
} from './message-change.ts'

const label = fc.constantFrom('Label_1', 'Label_2', 'Label_3')
const labelChange = fc
  .tuple(fc.uniqueArray(label), fc.uniqueArray(label))
  .map(([add, remove]) => ({ add, remove: remove.filter((one) => !add.includes(one)) }))
const target = fc.constantFrom('inbox', 'archive', 'spam', 'trash')
const change: fc.Arbitrary<MessageChange> = fc.oneof(
  fc.record({ kind: fc.constant('read' as const), value: fc.boolean() }),
  fc.record({ kind: fc.constant('star' as const), value: fc.boolean() }),
  labelChange.map((labels) => ({ kind: 'labels' as const, ...labels })),
  fc.record({ kind: fc.constant('move' as const), to: target, labels: labelChange }),
)
const style: fc.Arbitrary<FlagStyle> = fc.constantFrom('labels', 'properties')
/** States as a provider can have them: in one box, and flags among the labels at Gmail. */
const stateOf = (flags: FlagStyle): fc.Arbitrary<MessageState> =>
  fc
    .record({
      labels: fc.uniqueArray(label),
      isRead: fc.boolean(),
      isStarred: fc.boolean(),
      box: target,
    })
    .map(({ labels, isRead, isStarred, box }) => ({
      labels:
        flags === 'labels'
          ? [...labels, ...(isRead ? [] : ['UNREAD']), ...(isStarred ? ['STARRED'] : [])]
          : labels,
      isRead,
      isStarred,
      inInbox: box === 'inbox',
      isSpam: box === 'spam',
      isTrash: box === 'trash',
    }))
const stated = style.chain((flags) => fc.tuple(fc.constant(flags), stateOf(flags)))
const sorted = (state: MessageState): MessageState => ({
  ...state,
  labels: state.labels.toSorted(),
})

describe('a change of a message', () => {
  it('applied and then inverted leads back to where the message was', () => {
    fc.assert(
      fc.property(stated, change, ([flags, before], one) => {
        const inverse = invertChange(before, one)
        expect(inverse).not.toBeNull()
        if (inverse === null) return
        const back = applyChange(applyChange(before, one, flags), inverse, flags)
        expect(sorted(back)).toEqual(sorted(before))
      }),
    )
  })

  it('applied twice is the same as once', () => {
    fc.assert(
      fc.property(stated, change, ([flags, before], one) => {
        const once = applyChange(before, one, flags)
        expect(sorted(applyChange(once, one, flags))).toEqual(sorted(once))
      }),
    )
  })

  it('collapses with the one after it to the same end, or both stay', () => {
    fc.assert(
      fc.property(stated, change, change, ([flags, before], earlier, later) => {
        const both = applyChange(applyChange(before, earlier, flags), later, flags)
        const collapsed = collapseChanges(before, earlier, later)
        if (collapsed === undefined) return
        const end = collapsed === null ? before : applyChange(before, collapsed, flags)
        expect(sorted(end)).toEqual(sorted(both))
      }),
    )
  })

  it('contradicting another that has not left yet leaves nothing to send', () => {
    const before: MessageState = {
      labels: ['INBOX'],
      isRead: false,
      isStarred: false,
      inInbox: true,
      isSpam: false,
      isTrash: false,
    }
    const read = { kind: 'read', value: true } as const
    expect(collapseChanges(before, read, { kind: 'read', value: false })).toBeNull()
    expect(collapseChanges(before, read, read)).toEqual(read)
    expect(collapseChanges(before, read, { kind: 'star', value: true })).toBeUndefined()
  })

  it('that cannot be undone has no inverse', () => {
    const before: MessageState = {
      labels: [],
      isRead: true,
      isStarred: false,
      inInbox: false,
      isSpam: false,
      isTrash: true,
    }
    expect(invertChange(before, { kind: 'delete' })).toBeNull()
    expect(invertChange(before, { kind: 'unsubscribe' })).toBeNull()
    expect(moveTargetOf(before)).toBe('trash')
  })
})
