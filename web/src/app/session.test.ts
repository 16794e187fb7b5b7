import { expect, test } from 'vitest'
import { isWithin } from './session.ts'

const viewer = { grants: [{ region: { id: 'county' } }, { region: { id: 'elsewhere' } }] }
test.each([
  ['its own region', { id: 'county', ancestors: [{ id: 'city' }] }, true],
  ['a town of it', { id: 'town', ancestors: [{ id: 'city' }, { id: 'county' }] }, true],
  ['the region of another post', { id: 'elsewhere', ancestors: [{ id: 'city' }] }, true],
  ['what lies above', { id: 'city', ancestors: [] }, false],
  ['a neighbour', { id: 'neighbour', ancestors: [{ id: 'city' }] }, false],
])('%s', (_, region, within) => expect(isWithin(viewer, region)).toBe(within))
