import { addDays, type Clock, type Day } from '@anwang/domain'
import type { Region } from '@anwang/domain/regions'
import { sql } from 'drizzle-orm'
import { connect, type Db } from '../src/client.ts'
import { namedId } from '../src/ids.ts'
import { append, type Append } from '../src/ledger.ts'
import { foldAll } from '../src/metrics/fold.ts'
import { adjustment, office, organization, sourceInUse } from '../src/schema/index.ts'
import { installSectors, sectorId } from '../src/subjects/sectors.ts'
import { seedAccounts, seedActors } from './accounts.ts'
import { loadRegions } from './grid.ts'
import { owedBy } from './owed.ts'
import { areas, quarterShare, sixQuarters } from './plan.ts'
import { chance } from './random.ts'
import { firmsOf, type Firm, type Ground } from './subjects.ts'
import { visitsOf, type Posts } from './visits.ts'
import { someone, telephone } from './words.ts'

export interface SeedOptions {
  ownerUrl: string
  appUrl: string
  workerUrl: string
  clock: Clock
  log: (line: string) => void
}

/** Streams in one statement of the ledger: large enough to be quick, small enough to keep the memory flat. */
const BATCH = 1500

/**
 * Loads the demonstration into a migrated, empty database. Whoever calls it starts again with an empty one where it did not
 * finish, so it neither looks for what is there nor cleans up.
 */
export async function seedDemonstration({ ownerUrl, workerUrl, clock, log }: SeedOptions): Promise<void> {
  const owner = connect(ownerUrl, { max: 2 })
  const worker = connect(workerUrl, { max: 1 })
  try {
    const today = clock.today()
    const quarters = sixQuarters(today)
    const goLive = quarters[0]!.from
    const grid = await loadRegions(owner.db)
    await installSectors(owner.db)
    const grounds = areas.map((area) => grid.ground(area.code))
    const firms = areas.map((area, i) => firmsOf(area, grounds[i]!, goLive, today, chance(`firms ${area.code}`)))
    await seedOffice(owner.db, grid.city, grounds, firms, goLive)
    await write(owner.db, firms.flat().map(({ id, events }) => ({ stream: 'subject', id, before: null, events })))
    await seedContacts(owner.db, firms.flat(), grid.path)
    const postsOf = ({ county }: Ground): Posts => ({ city: grid.city.name, county: county.name })
    let visits = 0
    for (const quarter of quarters) {
      for (const [i, area] of areas.entries()) {
        const appends = [...visitsOf(area, firms[i]!, quarter, today, grid.city.id, postsOf(grounds[i]!), chance(`visits ${area.code} ${quarter.text}`))]
        await write(owner.db, appends)
        visits += quarterShare(area.visits, quarter, today)
      }
      log(`  ${quarter.text}: ${visits} inspections so far`)
    }
    await write(owner.db, owedBy(ownFirm(firms), areas[0]!.code, today, postsOf(grounds[0]!)))
    await seedAdjustments(owner.db, grounds, quarters[4]!.from)
    await foldAll(worker.db, today)
    await owner.client`analyze region, region_label, subject, inspection, hazard, round, event, delta, delta_pending, rollup, rollup_day`
  } finally {
    await Promise.all([owner.close(), worker.close()])
  }
}

/** The firm whose safety officer the demonstration's enterprise account is. */
const ownFirm = (firms: readonly Firm[][]): Firm => firms[0]!.find((one) => one.trade.sector === 'hazchem')!

async function write(db: Db, appends: readonly Append[]): Promise<void> {
  for (let i = 0; i < appends.length; i += BATCH) await db.transaction((tx) => append(tx, appends.slice(i, i + BATCH)))
}

async function seedOffice(db: Db, city: Region, grounds: readonly Ground[], firms: readonly Firm[][], goLive: Day) {
  await db.insert(office).values({ id: namedId('demonstration office'), regionId: city.id, path: city.path, name: `${city.name}安全生产委员会办公室`, goLiveOn: goLive, demonstration: true })
  await db.insert(sourceInUse).values(['hazards', 'subjects'].map((source) => ({ regionId: city.id, source, from: goLive })))
  const county = grounds[0]!.county
  const street = grounds[0]!.streets.find((one) => one.name === '柳屯镇')!
  const places = new Map(grounds.flatMap((g) => [g.county, ...g.streets, ...g.streets.flatMap((s) => g.communitiesOf(s.id))].map((r) => [r.id, r] as const)))
  const post = (firm: Firm) => {
    const { id, path } = places.get(firm.facts.placeId)!
    return { id, path, subjectId: firm.id }
  }
  await seedActors(db, grounds.map(({ county: area }, i) => ({ ...area, code: areas[i]!.code, firm: post(firms[i]![0]!) })), goLive)
  await seedAccounts(db, { city, county, street, firm: post(ownFirm(firms)) }, goLive)
  const bureaus: [string, string[]][] = [['应急管理局', ['hazchem', 'fuel-stations', 'industry', 'mining', 'fireworks']], ['住房和城乡建设局', ['construction', 'gas']], ['消防救援大队', ['fire']], ['交通运输局', ['road']], ['市场监督管理局', ['equipment', 'commerce']], ['教育局', ['education']]]
  await db.insert(organization).values([city, ...grounds.map((g) => g.county)].flatMap((region) => bureaus.map(([name, sectors]) => ({
    id: namedId(`demonstration organization ${region.path} ${name}`), regionId: region.id, path: region.path, name: `${region.name}${name}`, kind: 'DEPARTMENT', sectors: sectors.map(sectorId),
  }))))
}

async function seedContacts(db: Db, firms: readonly Firm[], path: (regionId: string) => string) {
  const rows = firms.map((firm, n) => ({
    id: namedId(`demonstration contact ${firm.id}`), ownerKind: 'subject', ownerId: firm.id, path: path(firm.facts.placeId), role: 'PRINCIPAL', name: someone(n), phone: telephone(n),
  }))
  await db.execute(sql`insert into contact select * from json_populate_recordset(null::contact, ${JSON.stringify(rows.map(({ ownerKind, ownerId, ...row }) => ({ ...row, owner_kind: ownerKind, owner_id: ownerId })))}::json)`)
}

/** One commendation and one criticism of the last full quarter, each with the document it rests on. */
async function seedAdjustments(db: Db, grounds: readonly Ground[], quarterStart: Day) {
  const at = (code: string) => grounds[areas.findIndex((area) => area.code === code)]!.county
  const rows = [
    { county: at('410922'), kind: 'COMMENDATION', clause: '市级表彰每项加0.5分', basis: '濮安委〔演示〕12号', matter: '安全生产月活动先进集体' },
    { county: at('410927'), kind: 'CRITICISM', clause: '市级通报批评每次扣0.5分', basis: '濮安委办〔演示〕31号', matter: '重大事故隐患整改进展缓慢' },
  ]
  await db.insert(adjustment).values(rows.map(({ county, kind, clause, basis, matter }, i) => ({
    id: namedId(`demonstration adjustment ${i}`), regionId: county.id, path: county.path, kind, level: 'CITY', clause, basis, matter, on: addDays(quarterStart, 40 + i * 9),
  })))
}
