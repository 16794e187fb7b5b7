import { daysBetween, monthNumber } from '@anwang/domain'
import { namedId } from '@anwang/db'
import { recordsOf } from '@anwang/db/ledger'
import { subjectRow } from '@anwang/db/ledger/rows'
import { someone, telephone } from '@anwang/db/seed/words'
import { cellsOf, USED } from './histories.ts'
import type { Site, Span } from './facts.ts'
import { idsOf } from './ids.ts'
import { bytesOf, columnsOf, line } from './lines.ts'
import type { Sink } from './load.ts'
import { shareOut, type Area, type Place } from './places.ts'
import type { Rollups } from './rollups.ts'
import { firmsOf, type Firm } from './subjects.ts'

export interface RegisterSinks {
  readonly subject: Sink
  readonly contact: Sink
  readonly event: Sink
  readonly delta: Sink
}

export interface Columns {
  readonly subject: readonly string[]
  readonly event: readonly string[]
}

export const CONTACT_COLUMNS = ['id', 'owner_kind', 'owner_id', 'path', 'role', 'name', 'phone'] as const

const pathsOf = ({ place, account }: Firm) => (id: string): string => (id === place.id ? place.path : account.path)

export const recordsOfFirm = (firm: Firm) => {
  const paths = pathsOf(firm)
  const { fold, events, deltas } = recordsOf({ stream: 'subject', id: firm.id, before: null, events: firm.events }, paths)
  return { row: subjectRow(firm.id, fold as never, paths), events, deltas }
}

/** The columns of a subject's row, as the ledger makes them. */
export function subjectColumns(): string[] {
  const place: Place = { id: 'p', path: '', level: 'COUNTRY', kind: 'ADMINISTRATIVE', code: '', name: '', transparent: false }
  const area: Area = { top: place, city: null, province: place, streets: [{ street: place, communities: [], weight: 1 }], share: 1, habit: 0 }
  const [firm] = firmsOf(area, 1, { from: '2026-01-01', today: '2026-01-02', days: 2 }, '')
  return columnsOf(recordsOfFirm(firm!).row)
}

/** Writes the subjects of every area with their contacts, events and figures; answers where things may happen. */
export async function writeRegister(
  { seed, subjects, span, areas, numberOf }: { readonly seed: string; readonly subjects: number; readonly span: Span; readonly areas: readonly Area[]; readonly numberOf: (place: Place) => number },
  sinks: RegisterSinks, columns: Columns, rollups: Rollups, say: (subjects: number) => void,
): Promise<{ readonly sites: Site[]; readonly firms: ReadonlyMap<Area, { readonly id: string; readonly place: Place }> }> {
  const deltaIds = idsOf(seed, 'deltas of subjects')
  const sites: Site[] = []
  const firms = new Map<Area, { id: string; place: Place }>()
  const places = new Map<Place, { id: string; path: string; n: number }>()
  const kept = (place: Place) => {
    const one = places.get(place) ?? { id: place.id, path: place.path, n: numberOf(place) }
    places.set(place, one)
    return one
  }
  const counts = shareOut(subjects, areas.map(({ share }) => share))
  let serial = 0
  for (const [a, area] of areas.entries()) {
    for (const firm of firmsOf(area, counts[a]!, span, seed)) {
      const { row, events, deltas } = recordsOfFirm(firm)
      sinks.subject.put(bytesOf(line(row, columns.subject)))
      sinks.event.put(bytesOf(events.map((event) => line(event, columns.event)).join('')))
      sinks.contact.put(bytesOf(line({ id: namedId(`bench contact ${firm.id}`), owner_kind: 'subject', owner_id: firm.id, path: firm.place.path, role: 'PRINCIPAL', name: someone(serial), phone: telephone(serial) }, CONTACT_COLUMNS)))
      for (const { countsOn, effectiveOn, amounts } of deltas) {
        const list = Object.entries(amounts).map(([metric, amount]) => [USED.indexOf(metric as (typeof USED)[number]), amount, 0] as const)
        sinks.delta.put(`${deltaIds(countsOn, serial, subjects)}\t${firm.account.id}\t${firm.account.path}\t${firm.facts.sectorId}\t${countsOn}\t${effectiveOn}\t${cellsOf(list).cells[0]}\n`)
        for (const [metric, amount] of list) rollups.add(numberOf(firm.account), firm.sector, monthNumber(countsOn), metric, amount)
      }
      if (!firms.has(area)) firms.set(area, { id: firm.id, place: firm.place })
      sites.push({
        id: firm.id, area: a, trade: firm.sector, place: kept(firm.place), account: kept(firm.account), sectorId: firm.facts.sectorId!, sector: firm.sector,
        registered: daysBetween(span.from, firm.registeredOn), weight: firm.weight,
      })
      serial++
      for (const sink of Object.values(sinks) as Sink[]) if (sink.full) await sink.drain()
    }
    say(sites.length)
  }
  return { sites, firms }
}
