import type { Db } from '@anwang/db/client'
import { namedId } from '@anwang/db'
import { accountId } from '@anwang/db/seed/accounts'
import { account, accountGrant } from '@anwang/db/schema/accounts'
import type { Day } from '@anwang/domain'
import type { Area, Place } from './places.ts'

type Post = 'office' | 'department' | 'grid' | 'firm'

/** Who acts in an area. */
export const actorOf = (area: Area, post: Post): string => namedId(`bench account ${post} ${area.top.path}`)
/** The office above an area: of the city, else of the province. */
export const officeAbove = (area: Area): string => namedId(`bench account office ${(area.city && area.city !== area.top ? area.city : area.province).path}`)

const ROLES = { department: ['DEPARTMENT', '应急管理局', 'Emergency management'], grid: ['STREET_WORKER', '专职网格员', 'Grid worker'] } as const

interface Row {
  readonly id: string
  readonly userName: string
  readonly role: string
  readonly title: string
  readonly titleEn: string
  readonly place: Place
  readonly subjectId: string | null
  readonly demonstration: string | null
}

const BATCH = 2000

async function write(db: Db, rows: readonly Row[], from: Day): Promise<void> {
  for (let i = 0; i < rows.length; i += BATCH) {
    const some = rows.slice(i, i + BATCH)
    await db.insert(account).values(some.map(({ id, userName, title, titleEn, place, demonstration }) => ({ id, userName, title, titleEn, homeId: place.id, demonstration })))
    await db.insert(accountGrant).values(some.map(({ id, role, place, subjectId }) => ({ id: namedId(`grant ${id}`), accountId: id, role, regionId: place.id, path: place.path, subjectId, validFrom: from })))
  }
}

/** The account that asks for the whole country, and one of the hot province; who runs the demonstration may enter as them. */
const WIDE = [['national.office', '', '国务院安委办（演示）', 'National committee office (demonstration)'], ['province.office', '41/', '河南省安委办（演示）', 'Provincial committee office, Henan (demonstration)']] as const
export const wideAccounts = WIDE.map(([userName]) => userName)

/**
 * Accounts of the offices of all areas, cities and provinces and of those who act in them; without passwords. As the owner.
 * `firms`: a subject of each area, for whom its enterprises' account acts.
 */
export async function writeAccounts(db: Db, places: ReadonlyMap<string, Place>, areas: readonly Area[], firms: ReadonlyMap<Area, { readonly id: string; readonly place: Place }>, from: Day): Promise<void> {
  const tops = new Set(areas.flatMap(({ top, city, province }) => [top, ...(city ? [city] : []), province]))
  const office = (place: Place): Row => ({
    id: namedId(`bench account office ${place.path}`), userName: `bench.office.${place.path.replaceAll('/', '')}`, role: 'COMMITTEE_OFFICE', title: `${place.name}安委办`, titleEn: `Committee office, ${place.name}`, place, subjectId: null, demonstration: null,
  })
  const others = areas.flatMap((area): Row[] => {
    const firm = firms.get(area)
    const key = area.top.path.replaceAll('/', '')
    return [
      ...(['department', 'grid'] as const).map((post): Row => ({ id: actorOf(area, post), userName: `bench.${post}.${key}`, role: ROLES[post][0], title: area.top.name + ROLES[post][1], titleEn: `${ROLES[post][2]}, ${area.top.name}`, place: area.top, subjectId: null, demonstration: null })),
      ...(firm ? [{ id: actorOf(area, 'firm'), userName: `bench.firm.${key}`, role: 'ENTERPRISE', title: `${area.top.name}企业安全管理员`, titleEn: `Safety officer of a firm, ${area.top.name}`, place: firm.place, subjectId: firm.id, demonstration: null }] : []),
    ]
  })
  const wide = WIDE.map(([userName, path, title, titleEn], i): Row => ({ id: accountId(userName), userName, role: 'COMMITTEE_OFFICE', title, titleEn, place: places.get(path)!, subjectId: null, demonstration: String(90 + i) }))
  await write(db, [...wide, ...[...tops].map(office), ...others], from)
}
