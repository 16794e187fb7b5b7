import { expect, it } from 'vitest'
import { moreBelow, namesOf, sameSectors, seesDifferently } from './sectors.ts'

const post = (...names: string[]) => ({ sectors: names.length === 0 ? null : names.map((name) => ({ name })) })

it.each([
  [null, null, true], [null, ['消防'], false], [['消防'], ['消防'], true], [['消防', '矿山'], ['矿山', '消防'], true], [['消防'], ['矿山'], false], [['消防'], ['消防', '矿山'], false],
])('%j and %j are the same: %s', (some, others, same) => expect(sameSectors(some, others)).toBe(same))

it.each([
  ['an office', [post()], false], ['a department', [post('消防')], false], ['two posts narrowed alike', [post('消防'), post('消防')], false],
  ['an office that is a department elsewhere', [post(), post('消防')], true], ['two departments', [post('消防'), post('矿山')], true], ['nobody', [], false],
])('%s sees differently from region to region: %s', (_name, grants, differently) => expect(seesDifferently({ grants })).toBe(differently))

it('names sectors, and none where all are shown', () => expect([namesOf(null), namesOf([{ name: '消防' }])]).toEqual([null, ['消防']]))

const at = (role: string, name: string, above: readonly string[], ...names: string[]) => ({ role, region: { id: name, name, ancestors: above.map((id) => ({ id })) }, ...post(...names) })
it.each([
  ['a county whole', [at('DEPARTMENT', '市', [], '消防'), at('DEPARTMENT', '县', ['市'])], [{ name: '县', sectors: null }]],
  ['a county of other sectors', [at('DEPARTMENT', '县', ['市'], '矿山')], [{ name: '县', sectors: ['消防', '矿山'] }]],
  ['no more in the county', [at('DEPARTMENT', '县', ['市'], '消防')], []],
  ['a town in a county that is whole already', [at('DEPARTMENT', '镇', ['市', '县'], '矿山'), at('DEPARTMENT', '县', ['市'])], [{ name: '县', sectors: null }]],
  ['another city', [at('DEPARTMENT', '别县', ['别市'])], []],
  ['an enterprise', [at('ENTERPRISE', '县', ['市'])], []],
])('says what posts show more of below: %s', (_name, grants, expected) => expect(moreBelow(grants, '市', ['消防'])).toEqual(expected))
