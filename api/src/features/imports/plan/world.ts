import { newId } from '@anwang/db'
import type { Day, SubjectFacts } from '@anwang/domain'
import type { RegionLevel } from '@anwang/domain/regions'
import type { Answers } from './answers.ts'
import type { Firms } from './firms.ts'
import type { Places } from './places.ts'
import type { PlaceNode, SectorRow } from '../store/world.ts'
import type { StagedSheet } from '../model.ts'

/** A firm that nobody has registered yet, made when its first row lands. */
export interface NewFirm {
  readonly id: string
  readonly facts: SubjectFacts
  readonly path: string
  readonly accountPath: string
}

export interface Office {
  readonly regionId: string
  readonly path: string
  readonly level: RegionLevel
  mayWrite(path: string): boolean
  /** Whether a row there may be of the sector; a department's must be of its sectors. */
  mayWriteOf(path: string, sectorId: string | null): boolean
  /** The only sector of which a row there may be; null where there are more. */
  onlySector(path: string): string | null
  /** Key enterprises and major hazard sources leave the city's list by the city's consent. */
  consents(sectorId: string | null): boolean
}

/** All that rows are looked at against, as of one moment. */
export interface World {
  readonly office: Office
  readonly actorId: string
  readonly today: Day
  readonly now: Date
  /** What lies before it is shown only. */
  readonly goLiveOn: Day | null
  readonly places: Places
  readonly firms: Firms
  readonly sectors: readonly SectorRow[]
  readonly answers: Answers
  readonly sheets: ReadonlyMap<string, StagedSheet>
  /** By place and name. */
  readonly newFirms: Map<string, NewFirm>
  /** How many rows of the same firm, day and text went before. */
  readonly occurrences: Map<string, number>
}

const plainSector = (name: string): string => name.normalize('NFKC').replace(/[\s（）()、]/g, '').replace(/(行业|领域|企业|单位|类)+$/, '')

/** The sector that a section, a column or a GB/T 4754 code names; null where it is none of the office's. */
export function sectorNamed(world: Pick<World, 'sectors'>, names: readonly (string | null)[], industryCode: string | null = null): string | null {
  for (const name of names) {
    if (name === null) continue
    const plain = plainSector(name)
    const found = world.sectors.find((sector) => plainSector(sector.name) === plain) ?? world.sectors.find((sector) => plain.length >= 2 && plainSector(sector.name).startsWith(plain))
    if (found) return found.id
  }
  const code = industryCode?.replace(/^[A-Z]/i, '') ?? ''
  const byCode = world.sectors.flatMap((sector) => sector.gbt.filter((prefix) => code !== '' && code.startsWith(prefix)).map((prefix) => ({ id: sector.id, length: prefix.length })))
  return byCode.toSorted((a, b) => b.length - a.length)[0]?.id ?? null
}

/**
 * Whose figures a firm counts in of which the ledger only tells the place: its town's, or the named region's own where the
 * ledger says 县直 or names no town.
 */
export const accountAt = (world: World, place: PlaceNode, own: boolean): PlaceNode => (own ? place : (world.places.atLevel(place.path, 'STREET') ?? place))

export function newFirm(world: World, key: string, facts: Omit<SubjectFacts, 'placeId' | 'accountId'>, place: PlaceNode, account: PlaceNode): NewFirm {
  const known = world.newFirms.get(key)
  if (known) return known
  const firm = { id: newId(), facts: { ...facts, placeId: place.id, accountId: account.id }, path: place.path, accountPath: account.path }
  world.newFirms.set(key, firm)
  return firm
}
