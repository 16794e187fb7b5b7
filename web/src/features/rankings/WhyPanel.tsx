import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react'
import { useQuery } from 'urql'
import { regionParam, useHere } from '../../app/session.ts'
import { points } from '../../lib/format.ts'
import { lostStep } from '../../lib/lost.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Failure } from '../../ui/Failure.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { cellOf, type GroupColumn, type WhyItem, type WhyTarget } from './columns.ts'
import { whyQuery, type ScoreWhy } from './queries.ts'
import type { Basis } from './types.ts'
import { useWhy } from './why.ts'
import { WhyIndicator } from './WhyIndicator.tsx'
import { WhyTotal } from './WhyTotal.tsx'
import { words } from './words.ts'

interface Props {
  readonly region: { id: string; code: string | null; name: string }
  readonly item: WhyTarget['item']
  /** Of the items listed, the one that is opened. */
  readonly picked: number | null
  readonly basis: Basis
  readonly columns: readonly GroupColumn[]
  /** What the table knows already; nothing for a region that is no row of it. */
  readonly known: readonly WhyItem[]
}

/** Beside the table: a group's items, or one item down to its records. Escape closes it and goes back to the cell. */
export function WhyPanel({ region, item, picked, basis, columns, known }: Props) {
  const w = useWords(words)
  const c = useCommon()
  const { period } = useHere()
  const why = useWhy()
  const { close } = why
  // Closed by whatever way, the focus goes back to the cell: to the one that opened it, or the one that it explains.
  const opener = useRef<HTMLElement | null>(null)
  useLayoutEffect(() => {
    const active = document.activeElement
    opener.current = active instanceof HTMLElement && active !== document.body ? active : document.querySelector<HTMLElement>('.ranking-table td.at [data-cell]')
  }, [])
  useEffect(
    () => () => {
      if (opener.current?.isConnected && (document.activeElement === null || document.activeElement === document.body)) opener.current.focus()
    },
    [],
  )
  const target = cellOf({ region: regionParam(region), item })
  useEffect(() => {
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open], .popover > .panel')) close()
    }
    document.addEventListener('keydown', escape)
    return () => document.removeEventListener('keydown', escape)
  }, [close])

  const groups = item.kind === 'group' ? columns.filter((one) => one.index === item.index) : columns
  const numbers = item.kind === 'indicator' ? [item.number] : groups.flatMap((one) => one.indicators.map((each) => each.number))
  // A publication's figures are its own: they are not asked for again.
  const live = basis === 'LIVE'
  const [{ data, error }, again] = useQuery({ query: whyQuery, variables: { region: region.id, period: period.text, number: numbers.length > 0 ? numbers : null }, pause: !live })
  const score = data?.region?.id === region.id ? data.region.score : null
  const asked = score?.indicators
  const wanted = (one: WhyItem) => (numbers.length > 0 ? numbers.includes(one.indicator.number) : one.notApplicable !== 'NO_SOURCE')
  const found: WhyItem[] | undefined = asked ? asked.filter(wanted) : known.length > 0 || !live ? known.filter(wanted) : undefined
  const number = item.kind === 'indicator' ? item.number : found?.length === 1 ? found[0]!.indicator.number : picked
  const one = found?.find((each) => each.indicator.number === number)
  const title = one ? one.indicator.name : item.kind === 'group' ? (groups[0]?.name ?? w.why) : w.total

  return (
    <aside className="side why no-print" aria-label={`${w.why}: ${w.whyOf(region.name, title)}`}>
      <div className="side-head">
        <Heading key={picked ?? 'list'}>
          <span className="quiet">{w.why} · {region.name}</span>
          <br />
          {title}
        </Heading>
        <button type="button" className="button quiet-button" aria-label={c.close} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {error && !found ? (
        <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />
      ) : !found ? (
        data ? <p>{w.noScore}</p> : <SkeletonRows rows={6} label={c.loading} />
      ) : one ? (
        <>
          {picked !== null && (
            <button type="button" className="link-button back" onClick={() => why.unpick(target)}>
              ‹ {w.backToGroup}
            </button>
          )}
          <WhyIndicator key={one.indicator.number} region={region} one={one} live={live} />
        </>
      ) : (
        <>
          {score && item.kind === 'all' && <WhyTotal score={score} />}
          <Items items={found} groups={score?.groups ?? []} pick={(n) => why.pick(`${target}.${n}`)} />
        </>
      )}
    </aside>
  )
}

/** Takes the focus when it comes: the panel opened, or shows another item. */
function Heading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return <h2 ref={heading} tabIndex={-1}>{children}</h2>
}

/** The items of a group, or of all groups, with what each lost; one opens. */
function Items({ items, groups: sums, pick }: { items: readonly WhyItem[]; groups: ScoreWhy['groups']; pick: (number: number) => void }) {
  const w = useWords(words)
  const sumOf = (name: string) => {
    const sum = sums.find((one) => one.name === name)
    return sum?.shown ? w.ofPoints(sum.shown, points(sum.maxPoints)) : null
  }
  const groups = [...new Set(items.map((one) => one.indicator.group.name))]
  return (
    <>
      {groups.map((group) => (
        <section key={group}>
          {groups.length > 1 && <h3 className="group-sum"><span>{group}</span> <span className="number">{sumOf(group)}</span></h3>}
          <ul className="items">
            {items
              .filter((one) => one.indicator.group.name === group)
              .map((one) => {
                const applies = one.notApplicable === null || one.atPeersMean
                const step = applies ? lostStep(one.lost, one.maxPoints) : null
                return (
                  <li key={one.indicator.id}>
                    <button type="button" className={step ? `lost-${step}` : undefined} onClick={() => pick(one.indicator.number)}>
                      <span>{one.indicator.name}</span>
                      <b className="number">{applies ? w.ofPoints(one.shown ?? '—', one.maxPointsShown ?? points(one.maxPoints)) : '—'}</b>
                      <small className="quiet">
                        {!applies ? (one.notApplicableReason ?? w.missing) : step ? `${w.lostPoints} ${points(one.lost)}` : w.nothingLost}
                        {one.atPeersMean && ` · ${w.atPeersMean}`}
                      </small>
                    </button>
                  </li>
                )
              })}
          </ul>
        </section>
      ))}
    </>
  )
}
