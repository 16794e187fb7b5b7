import { normaliseName, type PlaceText } from '@anwang/documents'
import type { Choice, RowProblem } from '../model.ts'
import type { Firm, PlaceNode } from '../store/world.ts'
import { fits } from './firms.ts'
import { spokenPlace, type PlaceFound } from './places.ts'
import { problem, type At } from './problems.ts'
import { accountAt, newFirm, sectorNamed, type NewFirm, type World } from './world.ts'

/** The firm of a row: known, to be made, or in question; then the row has problems and no party. */
export interface Party {
  readonly id: string
  readonly firm: Pick<Firm, 'placeId' | 'path' | 'accountId' | 'sectorId'>
  /** To be registered with the first of its rows that lands. */
  readonly made: NewFirm | null
}

export interface Named {
  readonly name: string
  readonly creditCode: string | null
  readonly place: PlaceText | null
  readonly section: string | null
}

const MATCH = 'match '

function choicesOf(world: World, alike: readonly Firm[]): Choice[] {
  const said = alike.map((firm) => {
    const place = world.places.at(firm.path)
    return { firm, where: place ? spokenPlace(place) : '' }
  })
  const shown = said.map(({ firm, where }): Choice => {
    // A code only where nothing else tells them apart.
    const twin = said.some((other) => other.firm !== firm && other.firm.name === firm.name && other.where === where)
    const about = [where, ...(twin ? [firm.creditCode ?? ''] : [])].filter((part) => part !== '')
    return { value: `${MATCH}${firm.id}`, label: { zh: `就是${firm.name}（${about.join('，')}）`, en: `it is ${firm.name} (${about.join(', ')})` } }
  })
  return [...shown, { value: 'new', label: { zh: '新登记这个单位', en: 'register it as new' } }]
}

/** The place of a row that names none: the town whose own office imports it. */
function placeOf(world: World, found: PlaceFound): PlaceNode | null {
  if (found.kind === 'FOUND') return found.region
  return found.kind === 'NONE' && (world.office.level === 'STREET' || world.office.level === 'COMMUNITY') ? world.places.at(world.office.path) : null
}

function sectorProblem(world: World, at: At, named: Named, path: string, sectorId: string | null): RowProblem | null {
  if (world.office.mayWriteOf(path, sectorId)) return null
  return problem(at, 'REFUSED', 'OUTSIDE_SECTORS', 'firm', named.name,
    { zh: `“${named.name}”的行业领域不在您的监管范围内`, en: `“${named.name}” is of a sector that is not yours` },
    { zh: '由其行业监管部门或安委办导入', en: 'let the department of its sector, or the committee office, import it' })
}

/** Resolves place and firm of a row. `registers`: the ledger is the register itself, so that an unknown firm is no question. */
export function partyOf(world: World, at: At, named: Named, registers = false): { party: Party | null; place: PlaceNode | null; own: boolean; problems: RowProblem[] } {
  const found = world.places.find(named.place)
  const none = { party: null, place: null, own: false }
  if (found.kind === 'REFUSED') return { ...none, problems: [problem(at, 'REFUSED', found.code, 'place', found.value, found.why, found.right)] }
  const place = placeOf(world, found)
  const own = found.kind === 'FOUND' && found.own
  const problems = found.kind === 'FOUND' && found.withoutVillage !== null
    ? [problem(at, 'WARNING', 'UNKNOWN_VILLAGE', 'village', found.withoutVillage, { zh: `没有“${found.withoutVillage}”这个村（社区），按${found.region.name}登记`, en: `There is no village “${found.withoutVillage}”: taken to lie in ${found.region.name}` })]
    : []
  const path = place?.path ?? null
  const known = (firm: Firm): ReturnType<typeof partyOf> => {
    const wrong = sectorProblem(world, at, named, firm.path, firm.sectorId)
    return wrong ? { ...none, problems: [...problems, wrong] } : { party: { id: firm.id, firm, made: null }, place, own, problems }
  }
  const match = world.firms.find(named.name, named.creditCode, path)
  if (match.kind === 'KNOWN') return known(match.firm)

  const given = world.answers.find('firm', named.name, at.sheet.sheetName, at.row)
  const answer = given === null || (given.every && match.kind === 'ASK') ? null : given.answer
  const meant = answer?.startsWith(MATCH) ? world.firms.byId(answer.slice(MATCH.length)) : null
  // What a name meant in another ledger it means here where the place agrees.
  const chosen = meant && given?.remembered && !fits(meant, path) ? null : meant
  if (chosen) return known(chosen)
  if (answer === 'new' || (registers && match.kind === 'UNKNOWN')) {
    if (!place) {
      return { ...none, problems: [...problems, problem(at, 'REFUSED', 'PLACE_REQUIRED', 'place', '', { zh: '没有写明所在地，不知道这个新单位在哪里', en: 'The row names no place, so nobody knows where this new firm lies' }, { zh: '填写乡镇（街道）', en: 'the town or street' })] }
    }
    const sectorId = sectorNamed(world, [named.section]) ?? world.office.onlySector(place.path)
    const wrong = sectorProblem(world, at, named, place.path, sectorId)
    if (wrong) return { ...none, problems: [...problems, wrong] }
    const made = newFirm(world, `${place.id} ${normaliseName(named.name)}`, {
      kind: 'ENTERPRISE', name: named.name, creditCode: named.creditCode, sectorId, riskGrade: null, status: 'OPERATING', key: false, supervisionModeSet: false,
      assigned: [], hazardSources: 0, hazardSourcesOnline: 0, standardized: false,
    }, place, accountAt(world, place, own))
    return { party: { id: made.id, firm: { placeId: place.id, path: place.path, accountId: made.facts.accountId, sectorId: made.facts.sectorId }, made }, place, own, problems }
  }
  const alike = match.kind === 'ASK' ? match.alike : []
  const why = alike.length > 0
    ? { zh: `在您的管辖范围内没有登记“${named.name}”，但有相似的单位`, en: `“${named.name}” is not registered within your scope, but resembles firms that are` }
    : { zh: `在您的管辖范围内没有登记“${named.name}”`, en: `“${named.name}” is not registered within your scope` }
  const right = { zh: '选择已登记的单位，或确认新登记', en: 'choose the registered firm, or say that it is new' }
  return { ...none, problems: [...problems, problem(at, 'ASK', 'UNKNOWN_FIRM', 'firm', named.name, why, right, choicesOf(world, alike))] }
}
