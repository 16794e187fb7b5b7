/** A policy's exports that answer no boolean, as they answer where everything is allowed. */
const answers: Readonly<Record<string, (viewer: { grants: readonly unknown[] } | null, path?: string) => unknown>> = {
  grantsFor: (viewer) => viewer?.grants ?? [],
  accountableGrants: (viewer) => viewer?.grants ?? [],
  grantsAbove: (viewer) => viewer?.grants ?? [],
  grantsAboveRanked: (viewer) => viewer?.grants ?? [],
  denied: () => null,
  listingLevel: () => 'CITY',
  registrableSources: () => ['DEPARTMENT', 'SUPERIOR', 'EXPERT', 'TIP_OFF', 'GRID_PATROL', 'SELF_CHECK'],
  recordableNatures: () => ['ADMINISTRATIVE', 'SUPERVISORY', 'GRID_PATROL', 'SELF_CHECK', 'EXPERT_SERVICE'],
  erasingPaths: () => [''],
  // Which sectors a figure is summed over: all of them.
  sectorsAt: () => null,
  countedParts: (_scope, path = '') => [{ path, sectors: null }],
}

type Plain = Readonly<Record<string, unknown>>

/** A module of policy whose every check says yes; what it answers beside is as it was. */
export function allowing<M extends object>(module: M): M {
  const wrap = (name: string, value: unknown): unknown => {
    if (answers[name]) return answers[name]
    if (typeof value === 'function') return (...args: unknown[]) => {
      const said: unknown = Reflect.apply(value, undefined, args)
      return typeof said === 'boolean' ? true : said
    }
    const plain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
    return plain ? Object.fromEntries(Object.entries(value as Plain).map(([key, one]) => [key, wrap(key, one)])) : value
  }
  return Object.fromEntries(Object.entries(module as Plain).map(([name, value]) => [name, wrap(name, value)])) as M
}
