import { describe, expect, it } from 'vitest'
import { convertLabels } from './convert-labels.ts'

describe('convertLabels', () => {
  it('nests labels by the names above them, also where a level between is no label', () => {
    const labels = convertLabels([
      { id: 'Label_1', name: 'Work', type: 'user' },
      { id: 'Label_2', name: 'Work/2026/Bills', type: 'user' },
      { id: 'Label_3', name: 'Work/2026', type: 'user' },
      { id: 'Label_4', name: 'Home/Bills', type: 'user' },
      { id: 'Label_5', name: '/odd', type: 'user' },
    ])
    const parents = Object.fromEntries(labels.map(({ id, parentId }) => [id, parentId]))
    expect(parents).toEqual({
      Label_1: null,
      Label_2: 'Label_3',
      Label_3: 'Label_1',
      Label_4: null,
      Label_5: null,
    })
  })

  it('knows roles, categories, colours and what the person hid', () => {
    expect(
      convertLabels([
        { id: 'DRAFT', name: 'DRAFT', type: 'system' },
        { id: 'CATEGORY_SOCIAL', type: 'system', labelListVisibility: 'labelHide' },
        { id: 'Label_1', name: 'Bills', type: 'user', color: { backgroundColor: '#16A766' } },
        { name: 'without an id' },
      ]),
    ).toMatchObject([
      { role: 'drafts', type: 'system', kind: 'system' },
      { name: 'CATEGORY_SOCIAL', role: null, type: 'category', isHidden: true },
      { type: 'label', kind: 'user', colour: '#16a766', isHidden: false },
    ])
  })
})
