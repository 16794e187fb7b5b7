import { nameScore, normaliseName } from '@anwang/documents'
import type { Firm } from '../store/world.ts'

/** Of two names in a city most pairs of characters are common ones; only rarer ones tell firms apart. */
const COMMON = 0.02
const LOOKED_AT = 30
const OFFERED = 5
const RESEMBLES = 0.6
/** So alike that it is asked even where the firm known lies elsewhere. */
const NEARLY_SAME = 0.95

const pairsOf = (name: string): string[] => {
  const plain = normaliseName(name)
  return [...new Set(Array.from({ length: Math.max(0, plain.length - 1) }, (_, at) => plain.slice(at, at + 2)))]
}

function resemblance(firms: readonly Firm[]) {
  const postings = new Map<string, number[]>()
  firms.forEach((firm, i) => {
    for (const pair of pairsOf(firm.name)) {
      const list = postings.get(pair)
      if (list) list.push(i)
      else postings.set(pair, [i])
    }
  })
  const most = Math.max(50, firms.length * COMMON)
  return (name: string): { firm: Firm; score: number }[] => {
    const shared = new Map<number, number>()
    for (const pair of pairsOf(name)) {
      const list = postings.get(pair)
      if (list && list.length <= most) for (const i of list) shared.set(i, (shared.get(i) ?? 0) + 1)
    }
    return [...shared].toSorted((a, b) => b[1] - a[1]).slice(0, LOOKED_AT)
      .map(([i]) => ({ firm: firms[i]!, score: nameScore(name, firms[i]!.name) }))
      .filter(({ score }) => score >= RESEMBLES).toSorted((a, b) => b.score - a.score)
  }
}

/** Whether a firm at one path may be meant by a ledger that names the other: one contains the other. */
export const fits = (firm: Firm, path: string | null): boolean => path === null || firm.path.startsWith(path) || path.startsWith(firm.path)

export type FirmFound =
  | { readonly kind: 'KNOWN'; readonly firm: Firm }
  /** Several are meant, or none is quite: a person chooses among them, or makes a new one. */
  | { readonly kind: 'ASK'; readonly alike: readonly Firm[] }
  | { readonly kind: 'UNKNOWN' }

export interface Firms {
  /** By the credit code, then by the name at the place; spaces, width and brackets make no difference, anything else does. */
  find(name: string, creditCode: string | null, path: string | null): FirmFound
  byId(id: string): Firm | null
  add(firm: Firm): void
}

export function firmsOf(known: readonly Firm[]): Firms {
  const byId = new Map(known.map((firm) => [firm.id, firm]))
  const byCode = new Map<string, Firm[]>()
  const byName = new Map<string, Firm[]>()
  const put = <K>(map: Map<K, Firm[]>, key: K, firm: Firm) => {
    const list = map.get(key)
    if (list) list.push(firm)
    else map.set(key, [firm])
  }
  const index = (firm: Firm) => {
    if (firm.creditCode !== null) put(byCode, firm.creditCode, firm)
    put(byName, normaliseName(firm.name), firm)
  }
  known.forEach(index)
  let alikeTo: ((name: string) => { firm: Firm; score: number }[]) | null = null
  const asked = new Map<string, FirmFound>()

  function alike(name: string, path: string | null): FirmFound {
    const key = `${path ?? ''} ${normaliseName(name)}`
    const before = asked.get(key)
    if (before) return before
    alikeTo ??= resemblance(known)
    const offered = alikeTo(name).filter(({ firm, score }) => score >= NEARLY_SAME || fits(firm, path)).slice(0, OFFERED).map(({ firm }) => firm)
    const found: FirmFound = offered.length === 0 ? { kind: 'UNKNOWN' } : { kind: 'ASK', alike: offered }
    asked.set(key, found)
    return found
  }

  return {
    byId: (id) => byId.get(id) ?? null,
    add(firm) {
      byId.set(firm.id, firm)
      index(firm)
    },
    find(name, creditCode, path) {
      const plain = normaliseName(name)
      if (creditCode !== null) {
        const same = byCode.get(creditCode) ?? []
        if (same.length === 1) return { kind: 'KNOWN', firm: same[0]! }
        const named = same.filter((firm) => normaliseName(firm.name) === plain && fits(firm, path))
        if (named.length === 1) return { kind: 'KNOWN', firm: named[0]! }
        if (same.length > 1) return { kind: 'ASK', alike: same.slice(0, OFFERED) }
      }
      const named = byName.get(plain) ?? []
      const here = named.filter((firm) => fits(firm, path))
      const agreeing = here.filter((firm) => creditCode === null || firm.creditCode === null)
      if (agreeing.length === 1 && here.length === 1) return { kind: 'KNOWN', firm: agreeing[0]! }
      const exactly = agreeing.filter((firm) => firm.path === path)
      if (exactly.length === 1) return { kind: 'KNOWN', firm: exactly[0]! }
      if (named.length > 0) return { kind: 'ASK', alike: [...here, ...named.filter((firm) => !here.includes(firm))].slice(0, OFFERED) }
      return alike(name, path)
    },
  }
}
