import type { Ask } from './product.ts'
import type { Checks } from './report.ts'

interface Seen {
  name: string
  level: string
  kind: string
  parent: { name: string; level: string } | null
  ancestors: { name: string }[]
  children: { totalCount: number; nodes: { name: string; level: string; kind: string; parent: { name: string } | null; children: { totalCount: number; nodes: { level: string }[] } }[] }
}

const DOCUMENT = `query Place($code: String!) { region(code: $code) {
  name level kind parent { name level } ancestors { name }
  children(first: 200) { totalCount nodes { name level kind parent { name } children(first: 3) { totalCount nodes { level } } } }
} }`

interface Place {
  code: string
  name: string
  level: string
  /** Names of those above it, the country left out. */
  above: readonly string[]
  /** Its children by level. */
  below: Readonly<Record<string, number>>
  /** Names that stand among its children. */
  among?: readonly string[]
}

/** Numbers of children: National Bureau of Statistics, 2023 edition. */
const PLACES: readonly Place[] = [
  { code: '110000000000', name: '北京市', level: 'PROVINCE', above: [], below: { COUNTY: 16 }, among: ['东城区', '延庆区'] },
  { code: '120000000000', name: '天津市', level: 'PROVINCE', above: [], below: { COUNTY: 16 }, among: ['和平区', '蓟州区'] },
  { code: '310000000000', name: '上海市', level: 'PROVINCE', above: [], below: { COUNTY: 16 }, among: ['黄浦区', '崇明区'] },
  { code: '500000000000', name: '重庆市', level: 'PROVINCE', above: [], below: { COUNTY: 38 }, among: ['万州区', '城口县'] },
  { code: '110101000000', name: '东城区', level: 'COUNTY', above: ['北京市'], below: { STREET: 17 } },
  { code: '500229000000', name: '城口县', level: 'COUNTY', above: ['重庆市'], below: { STREET: 25 } },
  { code: '441900000000', name: '东莞市', level: 'CITY', above: ['广东省'], below: { STREET: 36 } },
  { code: '442000000000', name: '中山市', level: 'CITY', above: ['广东省'], below: { STREET: 23 } },
  { code: '460400000000', name: '儋州市', level: 'CITY', above: ['海南省'], below: { STREET: 18 } },
  { code: '620200000000', name: '嘉峪关市', level: 'CITY', above: ['甘肃省'], below: { STREET: 5 } },
  { code: '410000000000', name: '河南省', level: 'PROVINCE', above: [], below: { CITY: 17, COUNTY: 1 }, among: ['濮阳市', '济源市'] },
  { code: '419001000000', name: '济源市', level: 'COUNTY', above: ['河南省'], below: { STREET: 16 } },
  { code: '429004000000', name: '仙桃市', level: 'COUNTY', above: ['湖北省'], below: { STREET: 25 } },
  { code: '659001000000', name: '石河子市', level: 'COUNTY', above: ['新疆维吾尔自治区'], below: { STREET: 8 } },
  { code: '410900000000', name: '濮阳市', level: 'CITY', above: ['河南省'], below: { COUNTY: 8 }, among: ['濮阳县', '濮阳经济技术开发区', '河南濮阳工业园区'] },
  { code: '410972000000', name: '濮阳经济技术开发区', level: 'COUNTY', above: ['河南省', '濮阳市'], below: { STREET: 7 } },
]
const FORMAL = ['110100000000', '500200000000', '419000000000', '659000000000']

/** What is not as its office has it. */
function differences(place: Place, seen: Seen | null): string[] {
  if (!seen) return ['there is no such region']
  const below = Object.fromEntries(Object.entries(Object.groupBy(seen.children.nodes, ({ level }) => level)).map(([level, all]) => [level, all!.length]))
  const missing = (place.among ?? []).filter((name) => !seen.children.nodes.some((child) => child.name === name))
  const above = seen.ancestors.slice(1).map(({ name }) => name)
  const orphans = seen.children.nodes.filter((child) => child.parent?.name !== place.name)
  return [
    ...(seen.name === place.name && seen.level === place.level ? [] : [`is ${seen.name}, ${seen.level}`]),
    ...(above.join() === place.above.join() ? [] : [`lies under ${above.join(' › ')}`]),
    ...(seen.parent?.name === seen.ancestors.at(-1)?.name ? [] : [`its parent is ${seen.parent?.name}`]),
    ...(JSON.stringify(below) === JSON.stringify(place.below) ? [] : [`has ${JSON.stringify(below)} below, not ${JSON.stringify(place.below)}`]),
    ...(missing.length === 0 ? [] : [`${missing.join('、')} are missing`]),
    ...(orphans.length === 0 ? [] : [`the parent of ${orphans[0]!.name} is ${orphans[0]!.parent?.name}`]),
  ]
}

export async function checkPlaces(ask: Ask, check: Checks): Promise<void> {
  for (const place of PLACES) {
    const { region } = await ask<{ region: Seen | null }>(DOCUMENT, { code: place.code })
    const wrong = differences(place, region)
    const below = Object.entries(place.below).map(([level, count]) => `${count} ${level}`).join(', ')
    check(`${place.name} under ${['全国', ...place.above].join(' › ')}`, wrong.length === 0, wrong.length === 0 ? `${below} below` : wrong.join('; '))
  }
  const zone = await ask<{ region: Seen | null }>(DOCUMENT, { code: '410972000000' })
  check('濮阳经济技术开发区 is a functional zone', zone.region?.kind === 'FUNCTIONAL_ZONE', zone.region?.kind)
  for (const code of FORMAL) {
    const { region } = await ask<{ region: Seen | null }>(DOCUMENT, { code })
    check(`the formal layer ${code} is not shown`, region === null)
  }
}
