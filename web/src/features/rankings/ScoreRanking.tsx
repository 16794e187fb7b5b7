import { useEffect } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { regionParam, useHere } from '../../app/session.ts'
import { useFresh } from '../../lib/fresh.ts'
import { useLanguage } from '../../lib/language.ts'
import { useIsPhone } from '../../lib/media.ts'
import { instant } from '../../lib/format.ts'
import { periodWords } from '../../lib/periods.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { listOf, useAddress, useQueryState } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Failure } from '../../ui/Failure.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { rankingVariables } from './asked.ts'
import { ClosedRanking } from './ClosedRanking.tsx'
import { differencesOf, earlierOf, type Against } from './compare.ts'
import { cellOf, columnsOf, isKnown, itemsOf, parseWhy, sectionsOf } from './columns.ts'
import { FiguresTable } from './FiguresTable.tsx'
import { Footnotes } from './Footnotes.tsx'
import { OwnScore } from './OwnScore.tsx'
import { comparedQuery, rankingQuery } from './queries.ts'
import { RankingPhone } from './RankingPhone.tsx'
import type { Basis, View } from './types.ts'
import { RankingTable } from './RankingTable.tsx'
import { useWhy } from './why.ts'
import { WhyPanel } from './WhyPanel.tsx'
import { words } from './words.ts'

interface Props {
  readonly basis: Basis
  readonly view: View
  readonly against: Against | null
  readonly hrefOf: (region: { id: string; code: string | null }) => string
}

/** The ranking of the region's look-through children, with the "why" beside it. */
export function ScoreRanking({ basis, view, against, hrefOf }: Props) {
  const w = useWords(words)
  const c = useCommon()
  const { colon } = usePunctuation()
  const phone = useIsPhone()
  const language = useLanguage()
  const address = useAddress()
  const [query, change] = useQueryState()
  const { region, period, office } = useHere()
  const [{ data, error, fetching, stale }, again] = useQuery({ query: rankingQuery, variables: rankingVariables({ region, period }, basis, view) })

  const earlier = against && earlierOf(period, against)
  const [held] = useQuery({ query: comparedQuery, variables: { region: region.id, period: earlier?.text ?? period.text, basis }, pause: earlier === null, requestPolicy: 'cache-first' })
  useFresh(again)
  const whyPanel = useWhy()

  if (error && !data) return <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />
  if (!data) return <SkeletonRows rows={10} label={c.loading} />
  const { ranking } = data
  const live = <Link className="button" href={address('/rankings', { view: query.get('view') })}>{w.seeLive}</Link>
  if (basis === 'PUBLISHED' && !ranking?.publication) return <Empty title={w.emptyPublished} action={live}>{w.emptyPublishedBody}</Empty>
  if (!ranking) return <ClosedRanking />

  const entries = ranking.entries.nodes
  if (entries.length === 0) return <Empty title={w.noAreas}>{w.noAreasBody}</Empty>
  const columns = columnsOf(ranking, entries)
  const sections = sectionsOf(entries)
  const why = parseWhy(query.get('why'))
  const rows = entries.flatMap((entry) => (entry.region ? [entry.region] : []))
  const explained = why && isKnown(why, columns, ranking.scheme) ? [...rows, region].find((one) => regionParam(one) === why.region) : undefined
  const earlierRanking = earlier && !held.fetching ? (held.data?.earlier ?? null) : undefined
  const compared = earlier && {
    period: periodWords(earlier.text, language),
    differences: earlierRanking ? differencesOf(entries, ranking.scheme?.id ?? null, earlierRanking, earlier) : earlierRanking,
  }
  const shared = { columns, sections, hrefOf, whyHref: whyPanel.open, own: ranking.own?.metrics ?? null, compared, why: explained && why ? cellOf(why) : null }
  return (
    <>
      {query.get('why') !== null && !explained && fetching === false && <Unasked />}
      <OwnScore basis={basis} why={() => whyPanel.open(region, 'all')} />
      <div className={explained ? 'beside open' : 'beside'}>
        <div className="ranking" aria-busy={fetching || stale}>
          {view === 'figures' ? (
            <FiguresTable
              shown={ranking.region?.id ?? ''}
              caption={`${w.titleOf(region.name, w.levelWord[region.level])} · ${w.figures}`}
              level={region.level}
              rows={sections.flatMap((section) => section.entries).flatMap((entry) => (entry.region ? [{ region: entry.region, metrics: entry.metrics ?? null }] : []))}
              own={ranking.own?.metrics ?? null}
              sum={data.region?.metrics ?? null}
              hrefOf={hrefOf}
            />
          ) : phone ? (
            <RankingPhone key={`${ranking.region?.id} ${period.text} ${basis}`} {...shared} />
          ) : (
            <RankingTable key={`${ranking.region?.id} ${period.text} ${basis}`} {...shared} shown={ranking.region?.id ?? ''} opened={listOf(query.get('open'))} open={(names) => change({ open: names })} />
          )}
          <p className="table-foot">
            {ranking.publication ? (
              <span>
                {w.publishedAt(instant(ranking.publication.publishedAt))} · {w.cutoff(instant(ranking.publication.cutoff))}
                {ranking.publication.restates && ` · ${w.restated}`}
              </span>
            ) : (
              ranking.asOf && <span>{w.asOf(instant(ranking.asOf))}</span>
            )}
            {compared && <span>{earlierRanking === null ? w.noEarlier(compared.period) : compared.differences === null ? w.otherScheme(compared.period) : period.until > office.today ? w.comparedUnfinished(compared.period) : w.comparedWith(compared.period)}</span>}
            {ranking.scheme && <span>{w.scheme}{colon}{ranking.scheme.name} v{ranking.scheme.version}</span>}
          </p>
          {view === 'scores' && <Footnotes ranking={ranking} />}
        </div>
        {explained && why && <WhyPanel key={`${explained.id} ${JSON.stringify(why.item)}`} region={explained} item={why.item} picked={why.picked} basis={basis} columns={columns} known={itemsOf(entries.find((entry) => entry.region?.id === explained.id), ranking.scheme)} />}
      </div>
    </>
  )
}

/** Takes an unknown "why" (an old link, a typing error) out of the address. */
function Unasked() {
  const [, change] = useQueryState()
  useEffect(() => change({ why: null }), [change])
  return null
}
