import { useQuery } from 'urql'
import type { Ahead } from '../../app/pages.ts'
import { useHere, type Here } from '../../app/session.ts'
import { BeforeLive } from '../../app/BeforeLive.tsx'
import { namesOf, useSectorNote } from '../../app/sectors.ts'
import { useFresh } from '../../lib/fresh.ts'
import { useLanguage } from '../../lib/language.ts'
import { isScored, lastDayOf, lastYear, periodWords, previous, sameSpan } from '../../lib/periods.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Failure } from '../../ui/Failure.tsx'
import { Forbidden } from '../../app/Forbidden.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useTitle } from '../../ui/title.ts'
import { Areas } from './Areas.tsx'
import { areasOf } from './areas.ts'
import { Figures } from './Figures.tsx'
import { HazardList } from './HazardList.tsx'
import { Months } from './Months.tsx'
import './overview.css'
import { overviewQuery } from './queries.ts'
import { Verdict, type Part } from './Verdict.tsx'
import { words } from './words.ts'

function variablesOf({ region, period, office }: Here) {
  const before = previous(period)
  return {
    region: region.id,
    period: period.text,
    previous: before.text,
    previousSpan: sameSpan(period, before, office.today).text,
    lastYear: sameSpan(period, lastYear(period), office.today).text,
    scored: isScored(period) && (region.childLevel === 'COUNTY' || region.childLevel === 'STREET'),
  }
}

const isBeforeLive = ({ period, office }: Here) => period.until <= office.goLiveOn

export const ahead: Ahead = (client, here) => {
  if (!isBeforeLive(here)) void client.query(overviewQuery, variablesOf(here)).toPromise()
}

/** Are we all right, and what changed? */
export default function OverviewPage() {
  const w = useWords(words)
  const c = useCommon()
  const language = useLanguage()
  const address = useAddress()
  const here = useHere()
  const { region, period, office } = here
  const sectors = namesOf(region.viewerSectors)
  const note = useSectorNote()
  useTitle(`${region.name} ${w.title}`)
  const [{ data, error, fetching, stale }, again] = useQuery({ query: overviewQuery, variables: variablesOf(here), pause: isBeforeLive(here) })
  useFresh(again)
  const head = (
    <div className="page-head">
      <h1>
        {w.titleOf(region.name)}{note && ` · ${note}`} <span className="quiet period-word not-phone">{periodWords(period.text, language)}</span>
      </h1>
    </div>
  )
  if (isBeforeLive(here)) return <div className="page">{head}<BeforeLive /></div>
  if (error && !data) return <div className="page">{head}<Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} /></div>
  if (!data) return <div className="page">{head}<SkeletonRows rows={12} label={c.loading} /></div>
  const found = data.region
  if (!found?.now) return <div className="page">{head}<Forbidden /></div>
  const areas = areasOf(found, data.ranking ?? null)
  const { own } = found.now
  const parts: Part[] = [
    ...areas.map((area) => ({ name: area.name, at: area, overdueOpen: area.now.overdueOpen, overdueOpenMajor: area.now.overdueOpenMajor })),
    ...(own && areas.length > 0 ? [{ name: c.ownOf[region.level], at: 'own' as const, overdueOpen: own.overdueOpen, overdueOpenMajor: own.overdueOpenMajor }] : []),
  ]
  // The figures of a period that is over are of its last day; what is listed beside them is of today, and says so.
  const over = lastDayOf(period, office.today) !== null
  return (
    <div className="page overview" aria-busy={fetching || stale}>
      {head}
      <Verdict region={region.name} now={found.now} previous={found.previous} parts={parts} today={data.oldest.totalCount} />
      <Figures key={`${region.id} ${period.text}`} now={found.now} previous={found.previous} previousSpan={found.previousSpan} lastYear={found.lastYear} span={period.until > office.today} />
      <div className="overview-parts">
        {areas.length > 0 && <Areas areas={areas} level={region.level} own={own} ownPrevious={found.previous?.own?.overdueOpen ?? null} scored={Boolean(data.ranking)} sectors={sectors} />}
        <div className="overview-lists">
          <HazardList title={over ? w.oldestToday : w.oldest} none={w.oldestNone} all={over ? w.oldestAllToday : w.oldestAll} href={address('/overdue')} total={data.oldest.totalCount} hazards={data.oldest.nodes} />
          <HazardList title={over ? w.majorsToday : w.majors} none={w.majorsNone} all={w.majorsAll} href={address('/hazards', { counted: '1', level: 'MAJOR', state: ['REGISTERED', 'RECTIFYING', 'SUBMITTED'] })} total={data.majors.totalCount} hazards={data.majors.nodes} />
        </div>
      </div>
      <Months key={`${region.id} ${period.text}`} />
    </div>
  )
}
