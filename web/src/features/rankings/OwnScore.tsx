import { useQuery } from 'urql'
import { Link } from 'wouter'
import { regionParam, useHere } from '../../app/session.ts'
import { useLanguage } from '../../lib/language.ts'
import { periodWords } from '../../lib/periods.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { ownScoreQuery } from './queries.ts'
import type { Basis } from './types.ts'
import { words } from './words.ts'

/** One line: how the region itself stands, where it is scored and the viewer may see it. */
export function OwnScore({ of, basis, why }: { of?: { id: string; code: string | null; name: string }; basis: Basis; why?: () => void }) {
  const w = useWords(words)
  const c = useCommon()
  const language = useLanguage()
  const address = useAddress()
  const here = useHere()
  const region = of ?? here.region
  const [{ data }] = useQuery({ query: ownScoreQuery, variables: { region: region.id, period: here.period.text, basis } })
  const score = data?.region?.id === region.id ? data.region.score : null
  if (!score) return null
  return (
    <p className="own-score">
      <span className="quiet">{w.ownScore(region.name, periodWords(here.period.text, language))}</span>
      <span className="quiet">{basis === 'LIVE' ? w.ownScoreIs : w.published}</span>
      <b>{score.shown ?? '—'}</b>
      <span>{score.grade ? c.grade[score.grade] : (score.unrankedBecause ?? '')}</span>
      {why ? (
        <button type="button" className="link-button no-print" onClick={why}>{w.whyButton}</button>
      ) : (
        <Link href={address('/rankings', { region: regionParam(region), why: `${regionParam(region)}.all` })}>{w.whyButton}</Link>
      )}
    </p>
  )
}
