import { expect, test } from 'vitest'
import { attentionOf } from './attention.ts'
import type { SystemState } from './queries.ts'

const now = Date.parse('2026-10-12T09:00:00Z')
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString()
const well: SystemState = {
  databaseVersion: '18.4', databaseBytes: 1, databaseSince: ago(9000), servedSince: ago(9000), unfolded: 3, unfoldedSince: ago(1), unsealed: 2, unsealedSince: ago(1), sealedAt: ago(1), checkedAt: ago(600), sound: true, anchored: true, backedUpAt: ago(600), backup: 'x.tar.zst',
}

test.each([
  ['nothing', {}, []],
  ['a chain that is broken', { sound: false }, ['BROKEN']],
  ['no backup', { backedUpAt: null, backup: null }, ['NO_BACKUP']],
  ['a backup of three days ago', { backedUpAt: ago(3 * 1440) }, ['OLD_BACKUP']],
  ['changes that nobody folds', { unfoldedSince: ago(6) }, ['UNFOLDED']],
  ['entries that nobody seals', { unsealedSince: ago(6) }, ['UNSEALED']],
  ['nothing to seal for long', { sealedAt: ago(600), unsealed: 1 }, []],
  ['just started, nothing sealed or checked yet', { servedSince: ago(1), sealedAt: null, checkedAt: null, sound: null }, []],
  ['started long ago, nothing sealed or checked', { unsealedSince: ago(8000), sealedAt: null, checkedAt: null, sound: null }, ['UNSEALED', 'UNCHECKED']],
  ['heads kept nowhere', { anchored: false }, ['NOT_ANCHORED']],
] as const)('%s', (_, changes, expected) => {
  expect(attentionOf({ ...well, ...changes }, now)).toEqual(expected)
})
