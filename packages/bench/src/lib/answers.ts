import { isDeepStrictEqual } from 'node:util'

/** What every server must say of a ranking, however it says it. */
export interface Ranked {
  readonly name: string
  readonly rank: number | null
  readonly shown: string | null
  readonly grade: string | null
  /** Number, numerator, denominator, points and points at most of every indicator. */
  readonly indicators: readonly (readonly [number, number | null, number | null, string | null, number])[]
  readonly streets: readonly (readonly [name: string, shown: string | null])[]
}

const byName = <T extends { readonly name: string } | readonly [string, ...unknown[]]>(list: readonly T[]): T[] => {
  const nameOf = (one: T) => ('name' in one ? one.name : one[0])
  return list.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

interface Item { readonly numerator: number | null; readonly denominator: number | null }
interface ProductAnswer {
  readonly data: { readonly ranking: { readonly entries: { readonly nodes: readonly {
    readonly rank: number | null
    readonly score: { readonly shown: string | null; readonly grade: string | null; readonly indicators: readonly (Item & { readonly indicator: { readonly number: number }; readonly shown: string | null; readonly maxPoints: number })[] }
    readonly region: { readonly name: string; readonly children: { readonly nodes: readonly { readonly name: string; readonly score: { readonly shown: string | null } | null }[] } }
  }[] } } }
}

export const ofProduct = (body: string): Ranked[] => byName((JSON.parse(body) as ProductAnswer).data.ranking.entries.nodes.map(({ rank, score, region }) => ({
  name: region.name, rank, shown: score.shown, grade: score.grade,
  indicators: score.indicators.map((one) => [one.indicator.number, one.numerator, one.denominator, one.shown, one.maxPoints] as const),
  streets: byName(region.children.nodes.map((street) => [street.name, street.score?.shown ?? null] as const)),
})))

interface Amount { readonly shown: string; readonly number: number }
export interface StoredHead { readonly total: Amount | null; readonly rank: number | null; readonly grade: string | null }
export interface StoredResult { readonly indicators: readonly (Item & { readonly number: number; readonly points: Amount | null; readonly maxPoints: Amount })[] }

const ranked = (name: string, head: StoredHead, result: StoredResult, streets: Ranked['streets']): Ranked => ({
  name, rank: head.rank, shown: head.total?.shown ?? null, grade: head.grade,
  indicators: result.indicators.map((one) => [one.number, one.numerator, one.denominator, one.points?.shown ?? null, one.maxPoints.number] as const), streets: byName(streets),
})

interface StoredRow { readonly id: string; readonly parent_id: string; readonly level: string; readonly name: string; readonly head: StoredHead | null; readonly result: StoredResult | null }
export function ofRows(body: string): Ranked[] {
  const rows = JSON.parse(body) as StoredRow[]
  const streets = Map.groupBy(rows.filter(({ level }) => level === 'STREET'), (row) => row.parent_id)
  return byName(rows.filter(({ level }) => level === 'COUNTY').map((row) =>
    ranked(row.name, row.head!, row.result!, (streets.get(row.id) ?? []).map((street) => [street.name, street.head?.total?.shown ?? null] as const))))
}

interface Nodes<T> { readonly nodes: readonly T[] }
interface Node { readonly level: string; readonly labels: Nodes<{ readonly name: string }>; readonly scores: Nodes<{ readonly head: StoredHead; readonly result?: StoredResult }> }
interface PostGraphileAnswer { readonly data: { readonly city: { readonly counties: Nodes<Node & { readonly streets: Nodes<Node> }> } } }
export const ofPostGraphile = (body: string): Ranked[] => byName((JSON.parse(body) as PostGraphileAnswer).data.city.counties.nodes.map(({ labels, scores, streets }) =>
  ranked(labels.nodes[0]!.name, scores.nodes[0]!.head, scores.nodes[0]!.result!, streets.nodes.map((street) => [street.labels.nodes[0]!.name, street.scores.nodes[0]?.head.total?.shown ?? null] as const))))

/** Where two answers differ first; null where they do not. */
export function difference(a: readonly Ranked[], b: readonly Ranked[]): string | null {
  if (isDeepStrictEqual(a, b)) return null
  const at = a.findIndex((one, i) => !isDeepStrictEqual(one, b[i]))
  return `${a.length} and ${b.length} areas, first otherwise: ${JSON.stringify(a[at]).slice(0, 300)} and ${JSON.stringify(b[at]).slice(0, 300)}`
}
