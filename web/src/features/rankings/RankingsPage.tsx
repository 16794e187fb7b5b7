import { Link, useLocation } from 'wouter'
import type { Ahead } from '../../app/pages.ts'
import { BeforeLive } from '../../app/BeforeLive.tsx'
import { namesOf, seesDifferently, useSectorNote } from '../../app/sectors.ts'
import { regionParam, useHere } from '../../app/session.ts'
import { useLanguage } from '../../lib/language.ts'
import { containing, isScored, periodWords } from '../../lib/periods.ts'
import { useAddress, useQueryState } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Icon } from '../../ui/Icon.tsx'
import { useTitle } from '../../ui/title.ts'
import { askedOf, rankingVariables } from './asked.ts'
import { CompareMenu } from './CompareMenu.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { FiguresBelow } from './FiguresBelow.tsx'
import { Leaf } from './Leaf.tsx'
import { useBackspace } from './keys.ts'
import { rankingQuery } from './queries.ts'
import './rankings.css'
import { ScoreRanking } from './ScoreRanking.tsx'
import { words } from './words.ts'

export const ahead: Ahead = (client, here, query) => {
  const { basis, view, scored } = askedOf(here, query)
  if (scored && here.period.until > here.office.goLiveOn) void client.query(rankingQuery, rankingVariables(here, basis, view)).toPromise()
}

/** Who stands where, and why. */
export default function RankingsPage() {
  const w = useWords(words)
  const c = useCommon()
  const language = useLanguage()
  const address = useAddress()
  const [, go] = useLocation()
  const [query, change] = useQueryState()
  const { region, period, office, viewer } = useHere()
  const sectors = namesOf(region.viewerSectors)
  const note = useSectorNote()
  const beforeLive = period.until <= office.goLiveOn
  const { basis, view, scored, against } = askedOf({ region, period }, query)
  const figures = !scored || view === 'figures'
  const parent = region.ancestors.at(-1) ?? null
  const follow = { basis: query.get('basis'), view: query.get('view'), open: query.get('open'), compare: query.get('compare') }
  const hrefOf = (one: { id: string; code: string | null }) => address('/rankings', { ...follow, region: regionParam(one) })
  const upHref = parent ? hrefOf(parent) : null
  useTitle(`${region.name} ${w.title}`)
  useBackspace(upHref, go)

  const segment = (pressed: boolean, word: string, changes: Record<string, string | null>) => (
    <button type="button" aria-pressed={pressed} onClick={() => change({ ...changes, why: null })}>
      {word}
    </button>
  )
  return (
    <div className="page rankings">
      <div className="page-head">
        {parent && (
          <Link className="button quiet-button up no-print" href={hrefOf(parent)} aria-label={w.goUp(parent.name)} title={w.goUp(parent.name)}>
            <Icon name="left" />
          </Link>
        )}
        <h1>
          {region.level === 'COMMUNITY' ? region.name : w.titleOf(region.name, w.levelWord[region.level])}{note && figures && ` · ${note}`} <span className="quiet period-word not-phone">{periodWords(period.text, language)}</span>
          {scored && <span className="quiet period-word only-print">{basis === 'LIVE' ? w.live : w.published}</span>}
          {office.demonstration && <span className="quiet period-word only-print">{c.demonstration}</span>}
        </h1>
        <div className="end no-print">
          {scored && !beforeLive && (
            <>
              {basis === 'LIVE' && (
                <div className="segments" role="group" aria-label={w.view}>
                  {segment(view === 'scores', w.scores, { view: null })}
                  {segment(view === 'figures', w.figures, { view: 'figures' })}
                </div>
              )}
              <div className="segments" role="group" aria-label={w.basis}>
                {segment(basis === 'LIVE', w.live, { basis: null })}
                {segment(basis === 'PUBLISHED', w.published, { basis: 'published' })}
              </div>
            </>
          )}
          {scored && !beforeLive && view === 'scores' && <CompareMenu against={against} />}
          {!beforeLive && <ExportMenu basis={basis} against={against} listed={isScored(period) && region.childLevel !== null} />}
        </div>
      </div>
      {sectors && !beforeLive && <p className="mode quiet">{figures ? w.sectorFigures(sectors, seesDifferently(viewer)) : w.sectorScores(sectors)}</p>}
      {beforeLive ? (
        <BeforeLive />
      ) : region.level === 'COMMUNITY' ? (
        <Leaf hrefOf={hrefOf} />
      ) : scored ? (
        <ScoreRanking basis={basis} view={view} against={against} hrefOf={hrefOf} />
      ) : (
        <>
          <p className="mode">
            <b>{isScored(period) ? w.unscoredLevel : w.unscoredPeriod}</b>
            {!isScored(period) && (
              <>
                {language === 'zh' ? '。' : '. '}
                {w.unscoredPeriodBody}{' '}
                <Link href={address('/rankings', { period: containing('QUARTER', period).text })}>{w.seeQuarter(periodWords(containing('QUARTER', period).text, language))}</Link>
              </>
            )}
          </p>
          <FiguresBelow hrefOf={hrefOf} />
        </>
      )}
      <p className="keys quiet no-print not-phone">
        {figures ? region.level !== 'COMMUNITY' && w.drillHintFigures : w.drillHint} {w.keysHint} <kbd>/</kbd> {c.search}
      </p>
    </div>
  )
}
