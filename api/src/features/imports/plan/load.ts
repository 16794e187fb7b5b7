import type { Tx } from '@anwang/db'
import type { Clock } from '@anwang/domain'
import type { Viewer } from '../../../auth/viewer.ts'
import type { Answer, StagedSheet } from '../model.ts'
import { mayWriteAt, sectorsToWrite } from '../policy.ts'
import { firmsBelow, goLiveOf, placesAround, sectorsKnown } from '../store/world.ts'
import { answersOf } from './answers.ts'
import { firmsOf } from './firms.ts'
import { placesOf } from './places.ts'
import type { World } from './world.ts'

export interface Bearings {
  readonly viewer: Viewer
  readonly clock: Clock
  /** Of the ledger, which may be another than the viewer's own. */
  readonly regionId: string
  readonly path: string
}

/** The world as the transaction sees it, before the first row. */
export async function loadWorld(tx: Tx, { viewer, clock, regionId, path }: Bearings, answers: readonly Answer[], sheets: ReadonlyMap<string, StagedSheet>): Promise<World> {
  const nodes = await placesAround(tx, path, clock.today())
  const office = nodes.find((node) => node.id === regionId)
  if (!office) throw new Error(`no open region ${regionId}`)
  const mayWrite = (at: string) => mayWriteAt(viewer, at)
  const sectorsAt = (at: string) => sectorsToWrite(viewer, at)
  const mayWriteOf = (at: string, sectorId: string | null) => {
    const sectors = sectorsAt(at)
    return sectors === null || (sectorId !== null && sectors.includes(sectorId))
  }
  const consents = ['COUNTRY', 'PROVINCE', 'CITY'].includes(office.level)
  return {
    office: {
      regionId, path, level: office.level, mayWrite, mayWriteOf,
      onlySector: (at) => (sectorsAt(at)?.length === 1 ? sectorsAt(at)![0]! : null),
      consents: (sectorId) => consents && mayWriteOf(path, sectorId),
    },
    actorId: viewer.id, today: clock.today(), now: clock.now(), goLiveOn: await goLiveOf(tx, path),
    places: placesOf(nodes, regionId, mayWrite), firms: firmsOf(await firmsBelow(tx, path)), sectors: await sectorsKnown(tx),
    answers: answersOf(answers), sheets, newFirms: new Map(), occurrences: new Map(),
  }
}
