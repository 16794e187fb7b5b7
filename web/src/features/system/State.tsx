import { useMemo, useState } from 'react'
import { useQuery } from 'urql'
import { count, instant } from '../../lib/format.ts'
import { useFresh } from '../../lib/fresh.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Failure } from '../../ui/Failure.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { attentionOf } from './attention.ts'
import { systemQuery, type SystemState } from './queries.ts'
import { words } from './words.ts'

const MEGABYTE = 1024 * 1024

/** Whether all is well, in one line, and what to see to where it is not; then how it stands. */
export function State() {
  const w = useWords(words)
  const c = useCommon()
  const context = useMemo(() => ({ additionalTypenames: ['SystemState'] }), [])
  const [{ data, error }, again] = useQuery({ query: systemQuery, context, requestPolicy: 'cache-and-network' })
  useFresh(again)
  return (
    <section aria-labelledby="system-state">
      <h2 id="system-state">{w.state}</h2>
      {error && !data ? <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} /> : !data ? <SkeletonRows rows={5} label={c.loading} /> : data.system && <Shown state={data.system} />}
    </section>
  )
}

function Shown({ state }: { state: SystemState }) {
  const w = useWords(words)
  const [now] = useState(() => Date.now())
  const found = attentionOf(state, now)
  const size = state.databaseBytes / MEGABYTE
  return (
    <>
      <div className={found.length > 0 ? 'system-verdict attention' : 'system-verdict'}>
        <Icon name={found.length > 0 ? 'hazards' : 'check'} size={20} />
        <div>
          <p role="status"><strong>{found.length > 0 ? w.attention(found.length) : w.well}</strong></p>
          {found.length > 0 && <ul>{found.map((what) => <li key={what}>{w.see[what]}</li>)}</ul>}
        </div>
      </div>
      <dl className="dl">
        <dt>{w.backups}</dt><dd>{state.backedUpAt ? w.backedUp(instant(state.backedUpAt), state.backup ?? '') : w.never}</dd>
        <dt>{w.figures}</dt><dd>{state.unfolded === 0 ? w.folded : w.unfolded(state.unfolded)}</dd>
        <dt>{w.seals}</dt><dd>{state.sealedAt ? w.sealedUpTo(instant(state.sealedAt)) : w.notSealed}{state.unsealed > 0 && ` · ${w.unsealed(state.unsealed)}`}</dd>
        <dt>{w.checks}</dt><dd>{state.checkedAt === null ? w.notChecked : state.sound ? w.sound(instant(state.checkedAt)) : w.broken(instant(state.checkedAt))} · {state.anchored ? w.anchored : w.notAnchored}</dd>
        <dt>{w.database}</dt><dd>PostgreSQL {state.databaseVersion} · {size < 1024 ? `${count(size)} MB` : `${(size / 1024).toFixed(1)} GB`} · {w.since(instant(state.databaseSince))}</dd>
        <dt>{w.server}</dt><dd>{w.since(instant(state.servedSince))}</dd>
      </dl>
    </>
  )
}
