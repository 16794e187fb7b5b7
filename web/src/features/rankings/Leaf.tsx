import { useQuery } from 'urql'
import { Link } from 'wouter'
import { useHere } from '../../app/session.ts'
import { Forbidden } from '../../app/Forbidden.tsx'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Failure } from '../../ui/Failure.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { figuresQuery } from './queries.ts'
import { words } from './words.ts'

/** A community: its figures, and the ways to its records. */
export function Leaf({ hrefOf }: { hrefOf: (region: { id: string; code: string | null }) => string }) {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const { region, period } = useHere()
  const [{ data, error }, again] = useQuery({ query: figuresQuery, variables: { region: region.id, period: period.text } })
  if (error && !data) return <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />
  if (!data) return <SkeletonRows rows={2} label={c.loading} />
  if (!data.region?.metrics) return <Forbidden />
  return (
    <>
      <FiguresTable shown={data.region.id} caption={`${region.name} · ${w.figures}`} level={region.level} rows={[{ region, metrics: data.region.metrics }]} own={null} sum={null} hrefOf={hrefOf} />
      <p className="leaf-links">
        <Link href={address('/hazards')}>{c.pages.hazards}</Link>
        <Link href={address('/inspections')}>{c.pages.inspections}</Link>
        <Link href={address('/subjects')}>{c.pages.subjects}</Link>
      </p>
    </>
  )
}
