import { useQuery } from 'urql'
import { useHere } from '../../app/session.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Failure } from '../../ui/Failure.tsx'
import { Forbidden } from '../../app/Forbidden.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { figuresQuery } from './queries.ts'
import { words } from './words.ts'

/** Figures without score: communities, and periods that no scheme assesses. */
export function FiguresBelow({ hrefOf }: { hrefOf: (region: { id: string; code: string | null }) => string }) {
  const w = useWords(words)
  const c = useCommon()
  const { region, period } = useHere()
  const [{ data, error, fetching, stale }, again] = useQuery({ query: figuresQuery, variables: { region: region.id, period: period.text } })
  if (error && !data) return <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />
  if (!data) return <SkeletonRows rows={12} label={c.loading} />
  const found = data.region
  if (!found?.metrics && (found?.children.nodes ?? []).every((one) => one.metrics === null)) return <Forbidden />
  if (!found || found.children.nodes.length === 0) return <Empty title={w.noAreas}>{w.noAreasBody}</Empty>
  return (
    <div aria-busy={fetching || stale}>
      <FiguresTable
        shown={found.id}
        caption={`${w.titleOf(region.name, w.levelWord[region.level])} · ${w.figures}`}
        level={found.level}
        rows={found.children.nodes.map((one) => ({ region: one, metrics: one.metrics }))}
        own={found.metrics?.own ?? null}
        sum={found.metrics}
        hrefOf={hrefOf}
      />
    </div>
  )
}
