import { expect, it } from 'vitest'
import { exportAddress, filterOf } from './filter.ts'

it.each([
  ['', null, {}],
  ['kind=EXPORT,NOTHING&outcome=refused', null, { kind: ['EXPORT'], refused: true }],
  ['search=%20zhang%20&atFrom=2026-10-01&atTo=2026-10-31', 'R1', { region: 'R1', search: 'zhang', from: '2026-10-01', to: '2026-10-31' }],
  ['atFrom=yesterday&atTo=2026-99-99&outcome=other&search=%20', null, {}],
] as const)('?%s', (text, region, filter) => expect(filterOf(new URLSearchParams(text), region)).toEqual(filter))

it('exports what is filtered', () => {
  const address = new URL(exportAddress({ kind: ['EXPORT'] }), 'http://here')
  expect([address.pathname, address.searchParams.get('filter')]).toEqual(['/export/audit.xlsx', '{"kind":["EXPORT"]}'])
})
