import { foldAll, newId } from '@anwang/db'
import type { Day, Figures } from '@anwang/domain'
import { regionId, type RegionKind, type RegionLevel } from '@anwang/domain/regions'
import { sources, type Source } from '@anwang/domain/scoring'
import type { TestDatabase } from '@anwang/testkit'
import { drizzle } from 'drizzle-orm/postgres-js'
import type { Role } from '../src/auth/viewer.ts'

export interface RegionSpec {
  readonly name: string
  readonly level: RegionLevel
  readonly code?: string
  readonly kind?: RegionKind
  readonly transparent?: boolean
  readonly validFrom?: string
  readonly validTo?: string
  readonly initials?: string
}

/** Writes regions by path: `{ '': country, '41/': province, '41/09/': city }`; parents need not stand before children. */
export async function plantRegions(db: Pick<TestDatabase, 'owner'>, specs: Readonly<Record<string, RegionSpec>>): Promise<void> {
  const rows = Object.entries(specs).map(([path, spec]) => ({
    id: regionId(path), parent_id: path === '' ? null : regionId(path.slice(0, path.lastIndexOf('/', path.length - 2) + 1)),
    level: spec.level, kind: spec.kind ?? 'ADMINISTRATIVE', transparent: spec.transparent ?? false, path,
    valid_from: spec.validFrom ?? '2020-01-01', valid_to: spec.validTo ?? null,
    region_id: regionId(path), code: spec.code ?? null, name: spec.name, initials: spec.initials ?? '',
  }))
  const json = JSON.stringify(rows)
  await db.owner`insert into region select * from json_populate_recordset(null::region, ${json}::text::json)`
  await db.owner`insert into region_label (region_id, code, name, initials, valid_from)
    select region_id, code, name, initials, valid_from from json_populate_recordset(null::region_label, ${json}::text::json)`
}

export interface GrantSpec {
  readonly role: Role
  readonly path: string
  readonly sectors?: readonly string[]
  readonly subjectId?: string
}

/** An account with its grants, open since 2020; answers its id. Sign in with `signInAs`. */
export async function plantAccount(db: Pick<TestDatabase, 'owner'>, userName: string, grants: readonly GrantSpec[], passwordHash = 'none'): Promise<string> {
  const id = newId()
  await db.owner`insert into account (id, user_name, title, title_en, password_hash, home_id)
    values (${id}, ${userName}, ${userName}, ${userName}, ${passwordHash}, ${regionId(grants[0]?.path ?? '')})`
  for (const grant of grants)
    await db.owner`insert into account_grant (id, account_id, role, region_id, path, sectors, subject_id, valid_from)
      values (${newId()}, ${id}, ${grant.role}, ${regionId(grant.path)}, ${grant.path}, ${grant.sectors ? [...grant.sectors] : null}::uuid[], ${grant.subjectId ?? null}, '2020-01-01')`
  return id
}

export async function plantSector(db: Pick<TestDatabase, 'owner'>, name: string, parentId: string | null = null): Promise<string> {
  const id = newId()
  await db.owner`insert into sector (id, parent_id, name, name_en, position) values (${id}, ${parentId}, ${name}, ${name}, 0)`
  return id
}

export interface FigureSpec {
  readonly path: string
  readonly on: Day
  readonly effectiveOn?: Day
  readonly sectorId?: string
  readonly figures: Figures
}

/** Deltas as the ledger writes them, pending until they are folded. */
export async function plantFigures(db: TestDatabase, specs: readonly FigureSpec[]): Promise<void> {
  const rows = specs.map(({ path, on, effectiveOn, sectorId, figures }) => ({
    id: newId(), region_id: regionId(path), path, sector_id: sectorId ?? null, counts_on: on, effective_on: effectiveOn ?? on, ...figures,
  }))
  await db.owner`insert into delta_pending select * from json_populate_recordset(null::delta_pending, ${JSON.stringify(rows)}::text::json)`
}

/** Moves what is in effect into the rollups. */
export const foldFigures = (db: TestDatabase, today: Day): Promise<number> => foldAll(drizzle(db.worker, { casing: 'snake_case' }), today)

/** An office at a region that has all kinds of record in use, or those named, from its first day on. */
export async function plantOffice(db: Pick<TestDatabase, 'owner'>, path: string, goLiveOn: Day, inUse: readonly Source[] = sources): Promise<void> {
  await db.owner`insert into office (id, region_id, path, name, go_live_on) values (${newId()}, ${regionId(path)}, ${path}, '市安委办', ${goLiveOn})`
  for (const source of inUse) await db.owner`insert into source_in_use (region_id, source, "from") values (${regionId(path)}, ${source}, ${goLiveOn})`
}

export interface AdjustmentSpec {
  readonly path: string
  readonly kind: 'COMMENDATION' | 'CRITICISM' | 'FALSIFIED_CLOSURE' | 'VETO'
  readonly level: string | null
  readonly on: Day
  readonly matter: string
}

export async function plantAdjustment(db: TestDatabase, { path, kind, level, on, matter }: AdjustmentSpec): Promise<void> {
  await db.owner`insert into adjustment (id, region_id, path, kind, level, clause, basis, matter, "on")
    values (${newId()}, ${regionId(path)}, ${path}, ${kind}, ${level}, '', '濮安委〔2026〕12号', ${matter}, ${on})`
}
