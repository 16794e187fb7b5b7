import type { Day, InspectionNature } from '@anwang/domain'
import { inArray, isNotNull } from 'drizzle-orm'
import type { Db } from '../src/client.ts'
import type { Actors } from './hazards.ts'
import { namedId } from '../src/ids.ts'
import { account, accountGrant, session } from '../src/schema/index.ts'
import { sectorId } from '../src/subjects/sectors.ts'

export const accountId = (userName: string): string => namedId(`demonstration account ${userName}`)

interface Place { readonly id: string; readonly path: string }
export interface AccountPlaces { readonly city: Place; readonly county: Place; readonly street: Place; readonly firm: Place & { readonly subjectId: string } }

const departments = {
  'dept.emergency': ['hazchem', 'fuel-stations', 'mining', 'fireworks', 'industry', 'dust', 'confined-space'],
  'dept.housing': ['construction', 'gas'],
  'dept.fire': ['fire'],
}

/** The demonstration's accounts. They have no password until the server that serves them sets one: nothing signs in with ''. */
export async function seedAccounts(db: Db, at: AccountPlaces, from: Day): Promise<void> {
  const sectors = (userName: keyof typeof departments) => departments[userName].map(sectorId)
  const rows: [userName: string, role: string, place: Place, title: string, titleEn: string, sectors?: string[]][] = [
    ['city.office', 'COMMITTEE_OFFICE', at.city, '濮阳市安委办', 'Committee office, Puyang city'],
    ['city.leader', 'LEADER', at.city, '濮阳市政府分管负责人', 'Deputy mayor, Puyang city'],
    ['county.office', 'COMMITTEE_OFFICE', at.county, '濮阳县安委办', 'Committee office, Puyang county'],
    ['county.leader', 'LEADER', at.county, '濮阳县政府分管负责人', 'Deputy county head, Puyang county'],
    ['dept.emergency', 'DEPARTMENT', at.city, '濮阳市应急管理局', 'Emergency management, Puyang city', sectors('dept.emergency')],
    ['dept.housing', 'DEPARTMENT', at.city, '濮阳市住房和城乡建设局', 'Housing and construction, Puyang city', sectors('dept.housing')],
    ['dept.fire', 'DEPARTMENT', at.city, '濮阳市消防救援支队', 'Fire and rescue, Puyang city', sectors('dept.fire')],
    ['street.worker', 'STREET_WORKER', at.street, '柳屯镇专职网格员', 'Grid worker, Liutun town'],
    ['enterprise', 'ENTERPRISE', at.firm, '企业安全管理员', 'Safety officer of an enterprise'],
    ['oversight', 'OVERSIGHT', at.city, '驻点监督组', 'Oversight, Puyang city'],
    ['sysadmin', 'SYSTEM_ADMINISTRATOR', at.city, '系统管理员', 'System administrator'],
    ['secadmin', 'SECURITY_ADMINISTRATOR', at.city, '安全管理员', 'Security administrator'],
    ['auditor', 'AUDITOR', at.city, '安全审计员', 'Auditor'],
  ]
  await db.insert(account).values(rows.map(([userName, , place, title, titleEn], i) => ({
    id: accountId(userName), userName, title, titleEn, passwordHash: '', homeId: place.id, demonstration: String(i + 1).padStart(2, '0'),
  })))
  await db.insert(accountGrant).values(rows.map(([userName, role, place, , , only]) => ({
    id: namedId(`demonstration grant ${userName}`), accountId: accountId(userName), role, regionId: place.id, path: place.path,
    sectors: only ?? null, subjectId: role === 'ENTERPRISE' ? at.firm.subjectId : null, validFrom: from,
  })))
}

/** Takes the demonstration's accounts their password and ends their sessions, also those given while only this machine could come in. As the owner. */
export async function lockAccounts(db: Db): Promise<void> {
  await db.transaction(async (tx) => {
    const all = tx.select({ id: account.id }).from(account).where(isNotNull(account.demonstration))
    await tx.update(account).set({ passwordHash: '' }).where(isNotNull(account.demonstration))
    await tx.delete(session).where(inArray(session.accountId, all))
  })
}

/** The office, a department, a grid worker and a firm's officer of a county (a post of one of its firms): they stand in the records and nobody enters as them. */
const actorTitles = {
  office: ['COMMITTEE_OFFICE', (name: string) => `${name}安委办`, (name: string) => `Committee office, ${name}`],
  department: ['DEPARTMENT', (name: string) => `${name}应急管理局`, (name: string) => `Emergency management, ${name}`],
  grid: ['STREET_WORKER', (name: string) => `${name}专职网格员`, (name: string) => `Grid worker, ${name}`],
  firm: ['ENTERPRISE', (name: string) => `${name}企业安全管理员`, (name: string) => `Safety officer of a firm, ${name}`],
} as const
const actor = (county: string, kind: keyof typeof actorTitles) => `${kind}.${county}`

export async function seedActors(db: Db, counties: readonly (Place & { readonly code: string; readonly name: string; readonly firm: AccountPlaces['firm'] })[], from: Day): Promise<void> {
  const rows = counties.flatMap((county) => Object.entries(actorTitles).map(([kind, [role, title, titleEn]]) => ({ userName: `${kind}.${county.code}`, county, role, title: title(county.name), titleEn: titleEn(county.name) })))
  await db.insert(account).values(rows.map(({ userName, county, title, titleEn }) => ({ id: accountId(userName), userName, title, titleEn, passwordHash: '', homeId: county.id })))
  await db.insert(accountGrant).values(rows.map(({ userName, county, role }) => ({
    id: namedId(`demonstration grant ${userName}`), accountId: accountId(userName), role, validFrom: from, sectors: null,
    ...(role === 'ENTERPRISE' ? { regionId: county.firm.id, path: county.firm.path, subjectId: county.firm.subjectId } : { regionId: county.id, path: county.path, subjectId: null }),
  })))
}

/** Who visits, rectifies, re-inspects and approves in a county, or at a firm that the city supervises itself. */
export function actorsOf(county: string, nature: InspectionNature, cityManaged: boolean): Actors {
  const office = accountId(county === '410928' ? 'county.office' : actor(county, 'office'))
  const city = accountId('city.office')
  const firm = accountId(actor(county, 'firm'))
  if (nature === 'SELF_CHECK') return { inspector: firm, firm, second: cityManaged ? city : office, above: city }
  if (cityManaged) return { inspector: accountId('dept.emergency'), firm, second: city, above: city }
  const inspector = nature === 'SUPERVISORY' ? city : accountId(actor(county, nature === 'GRID_PATROL' ? 'grid' : 'department'))
  return { inspector, firm, second: office, above: city }
}
