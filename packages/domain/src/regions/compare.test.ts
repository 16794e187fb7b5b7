import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareEditions } from './compare.ts'
import { readEdition, type EditionNode, type EditionRow } from './edition.ts'
import { buildRegions, contextNode, keysOfOpen, type Region } from './region.ts'

const rows = (text: string): EditionRow[] => text.trim().split('\n').map((line) => {
  const [code = '', name = '', former = ''] = line.trim().split(' ')
  return { code, name, former: former.replaceAll('+', ' ') }
})

const BEFORE = rows(`
  41 河南省
  4109 濮阳市
  410902 华龙区
  410902001 中原路街道
  410902001001 甲社区
  410902001002 乙社区
  410902002 胜利路街道
  410902002001 丙社区
  410902002002 丁社区
  410928 濮阳县
  410928100 城关镇
  410928100001 东街村
  410928101 柳屯镇
  410928101001 毛岗村
  410928101002 这河寨村
  4107 新乡市
  410783 长垣县
  410783100 丁栾镇`)

const open = buildRegions(readEdition(BEFORE).nodes, '2023-06-30')
const named = (regions: readonly Region[], name: string) => regions.find((region) => region.name === name)!

function knownOf(regions: readonly Region[]): (key: string) => EditionNode | undefined {
  const keys = keysOfOpen(regions)
  const nodes = new Map(regions.map((region) => [keys.get(region.id)!, contextNode(region, keys.get(region.id)!, region.parentId === null ? null : keys.get(region.parentId)!)]))
  return (key) => nodes.get(key)
}

function compare(after: EditionRow[], on = '2027-01-01') {
  const { nodes, problems } = readEdition(after, knownOf(open))
  expect(problems).toEqual([])
  const paths = new Set(open.map(({ path }) => path))
  const change = compareEditions(open, nodes, on, (path) => paths.has(path))
  const nameOf = new Map([...open, ...change.opened].map((region) => [region.id, region]))
  return {
    ...change,
    links: change.successions.map(({ fromId, toId }) => `${nameOf.get(fromId)!.path} ${nameOf.get(toId)!.path}`).sort(),
    openedPaths: change.opened.map(({ path }) => path).sort(),
    closedPaths: change.closed.map(({ path }) => path).sort(),
  }
}

const replace = (changes: Record<string, EditionRow[]>): EditionRow[] =>
  BEFORE.flatMap((row) => changes[row.code] ?? [row])

const NOTHING = { opened: [], closed: [], relabelled: [], reshaped: [], successions: [], unlinked: [] }

test('the same edition again changes nothing', () => {
  expect(compare(BEFORE)).toMatchObject(NOTHING)
  expect(compare([...BEFORE].reverse())).toMatchObject(NOTHING)
})

test('rows about one county say nothing about the others', () => {
  expect(compare(rows('410928100 城关镇\n410928101 柳屯镇'))).toMatchObject(NOTHING)
})

test('renaming keeps the node and what lies below it', () => {
  const change = compare(replace({ '410928101': rows('410928101 柳屯街道') }))
  expect(change).toMatchObject({ ...NOTHING, relabelled: [{ id: named(open, '柳屯镇').id, name: '柳屯街道', before: { name: '柳屯镇' } }] })
})

test('recoding keeps the node; codes below it follow', () => {
  const recoded = BEFORE.map((row) => ({ ...row, code: row.code.replace(/^410928/, '410929') }))
  const change = compare(recoded)
  expect(change).toMatchObject({ ...NOTHING, relabelled: expect.anything() })
  expect(change.relabelled).toHaveLength(6)
  expect(change.relabelled[0]).toMatchObject({ id: named(open, '濮阳县').id, code: '410929000000', name: '濮阳县' })
})

test('a county made a city, with another code and name, is the same node', () => {
  const change = compare(replace({ '410783': rows('410793 长垣市'), '410783100': rows('410793100 丁栾镇') }))
  expect(change.opened).toEqual([])
  expect(change.relabelled.map(({ id, name }) => [id, name])).toEqual([[named(open, '长垣县').id, '长垣市'], [named(open, '丁栾镇').id, '丁栾镇']])
})

test('codes swapped between two streets move the labels, not the nodes', () => {
  const change = compare(rows('410902001 胜利路街道\n410902002 中原路街道'))
  expect(change).toMatchObject({ ...NOTHING, relabelled: [{ id: named(open, '胜利路街道').id, code: '410902001000' }, { id: named(open, '中原路街道').id, code: '410902002000' }] })
})

test('a town moved to another county opens anew with all below it', () => {
  const change = compare(replace({
    '410928101': [], '410928101001': [], '410928101002': [],
    '410902002002': rows('410902002002 丁社区\n410902100 柳屯镇\n410902100001 毛岗村\n410902100002 这河寨村'),
  }))
  expect(change.links).toEqual([
    '41/09/28/101/ 41/09/02/100/', '41/09/28/101/001/ 41/09/02/100/001/', '41/09/28/101/002/ 41/09/02/100/002/',
  ])
  expect(change).toMatchObject({ relabelled: [], unlinked: [] })
})

test('a moved town brings its communities where the edition lists none', () => {
  const change = compare(rows('410902001 中原路街道\n410902002 胜利路街道\n410902100 柳屯镇\n410928100 城关镇'))
  expect(change.openedPaths).toEqual(['41/09/02/100/', '41/09/02/100/001/', '41/09/02/100/002/'])
  expect(change.closedPaths).toEqual(['41/09/28/101/', '41/09/28/101/001/', '41/09/28/101/002/'])
  expect(change.successions).toHaveLength(3)
})

test('a street merged into its neighbour: both open anew as one, at a path with the year', () => {
  const change = compare(replace({
    '410902002': [], '410902002001': rows('410902001003 丙社区'), '410902002002': rows('410902001004 丁社区'),
  }))
  expect(change.links).toEqual([
    '41/09/02/001/ 41/09/02/001-2027/', '41/09/02/001/001/ 41/09/02/001-2027/001/', '41/09/02/001/002/ 41/09/02/001-2027/002/',
    '41/09/02/002/ 41/09/02/001-2027/', '41/09/02/002/001/ 41/09/02/001-2027/003/', '41/09/02/002/002/ 41/09/02/001-2027/004/',
  ])
  expect(change.unlinked).toEqual([])
})

test('two streets merged into a new one, by their communities', () => {
  const change = compare(replace({
    '410902001': rows('410902009 新城街道'), '410902001001': rows('410902009001 甲社区'), '410902001002': rows('410902009002 乙社区'),
    '410902002': [], '410902002001': rows('410902009003 丙社区'), '410902002002': rows('410902009004 丁社区'),
  }))
  expect(change.links).toEqual([
    '41/09/02/001/ 41/09/02/009/', '41/09/02/001/001/ 41/09/02/009/001/', '41/09/02/001/002/ 41/09/02/009/002/',
    '41/09/02/002/ 41/09/02/009/', '41/09/02/002/001/ 41/09/02/009/003/', '41/09/02/002/002/ 41/09/02/009/004/',
  ])
})

test('where names say nothing, `former` does', () => {
  const change = compare(replace({
    '410902001001': rows('410902001001 甲乙社区 410902001001+410902001002'), '410902001002': [],
  }))
  expect(change.links).toEqual(['41/09/02/001/001/ 41/09/02/001/001-2027/', '41/09/02/001/002/ 41/09/02/001/001-2027/'])
  const renamed = compare(replace({ '410902001002': rows('410902001009 戊社区 410902001002') }))
  expect(renamed).toMatchObject({ ...NOTHING, relabelled: [{ id: named(open, '乙社区').id, code: '410902001009', name: '戊社区' }] })
})

test('`former` ends what it continues where the edition lists nothing of the county it lay in', () => {
  const change = compare(rows('410902001 中原路街道\n410902002 胜利路街道\n410902100 新镇 410928101'))
  expect(change.links).toEqual(['41/09/28/101/ 41/09/02/100/', '41/09/28/101/001/ 41/09/02/100/001/', '41/09/28/101/002/ 41/09/02/100/002/'])
  expect(change.unlinked).toEqual([])
  const split = compare([...BEFORE, ...rows('410928102 新镇 410928101')])
  expect(split).toMatchObject({ ...NOTHING, opened: [{ path: '41/09/28/102/' }] })
})

test('what vanishes without a trace is closed and reported', () => {
  const change = compare(replace({ '410928100': [], '410928100001': [] }))
  expect(change.unlinked.map(({ name }) => name)).toEqual(['城关镇', '东街村'])
  expect(change).toMatchObject({ opened: [], successions: [] })
})

test('a closed path is never used again', () => {
  const without = compare(replace({ '410928100': [], '410928100001': [] }))
  const left = open.filter(({ id }) => !without.closed.some((region) => region.id === id))
  const used = new Set(open.map(({ path }) => path))
  const change = compareEditions(left, readEdition(BEFORE).nodes, '2029-05-01', (path) => used.has(path))
  expect(change.opened.map(({ path }) => path)).toEqual(['41/09/28/100-2029/', '41/09/28/100-2029/001/'])
})

test('after any edition: open regions are the edition, ids and paths are new, links lead from closed to opened', () => {
  const base = BEFORE.filter(({ code }) => code.length > 6)
  const street = fc.constantFrom('410902001', '410902002', '410928100', '410928101', '410902050')
  const edit = fc.tuple(fc.nat(base.length - 1), fc.constantFrom('drop', 'move', 'rename'), street)
  fc.assert(fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
    const next = new Map(BEFORE.map((row) => [row.code, row]))
    let n = 600
    for (const [at, what, to] of edits) {
      const row = base[at]!
      if (row.code.length !== 12 && what !== 'rename') continue
      if (what !== 'rename') next.delete(row.code)
      if (what === 'rename') next.set(row.code, { ...row, name: `${row.name}新` })
      if (what === 'move') {
        if (!next.has(to)) next.set(to, { code: to, name: '新街道' })
        const code = `${to}${n += 1}`
        next.set(code, { code, name: row.name })
      }
    }
    const { nodes } = readEdition(next.values())
    const paths = new Set(open.map(({ path }) => path))
    const change = compareEditions(open, nodes, '2027-01-01', (path) => paths.has(path))
    const closed = new Set(change.closed.map(({ id }) => id))
    const opened = new Set(change.opened.map(({ id }) => id))
    expect(opened.size).toBe(change.opened.length)
    expect(change.opened.every(({ path }) => !paths.has(path))).toBe(true)
    expect(change.successions.every(({ fromId, toId }) => closed.has(fromId) && opened.has(toId))).toBe(true)
    expect(new Set(change.successions.map(({ fromId }) => fromId)).size).toBe(change.successions.length)

    const labels = new Map(change.relabelled.map(({ id, code, name }) => [id, { code, name }]))
    const now = [...open.filter(({ id }) => !closed.has(id)), ...change.opened].map((region) => ({ ...region, ...labels.get(region.id) }))
    const ids = new Set(now.map(({ id }) => id))
    expect(now.every(({ parentId }) => parentId === null || ids.has(parentId))).toBe(true)
    const stillListed = new Set([...next.keys()].filter((code) => code.length === 12).map((code) => code.slice(0, 9)))
    const silent = now.filter(({ level, code }) => level === 'COMMUNITY' && !stillListed.has(code!.slice(0, 9)))
    const spoken = now.filter((region) => region.parentId !== null && !silent.includes(region))
    expect(new Set(spoken.map(({ code, name }) => `${code} ${name}`))).toEqual(new Set([...nodes.values()].filter(({ key }) => key !== '').map(({ code, name }) => `${code} ${name}`)))
  }), { numRuns: 400 })
})
