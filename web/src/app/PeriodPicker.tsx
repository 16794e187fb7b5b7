import { lazy, Suspense, useState } from 'react'
import { useLanguage } from '../lib/language.ts'
import { useIsPhone } from '../lib/media.ts'
import { addDays, parsePeriod, periodsOfYear, periodWords, rangeText, type Choice } from '../lib/periods.ts'
import { useQueryState } from '../lib/url.ts'
import { useCommon } from '../lib/words/index.ts'
import { Icon } from '../ui/Icon.tsx'
import { Popover } from '../ui/Popover.tsx'
import { SkeletonRows } from '../ui/Skeleton.tsx'
import { useHere } from './session.ts'

export function PeriodPicker() {
  const w = useCommon()
  const language = useLanguage()
  const { period } = useHere()
  const [, change] = useQueryState()
  return (
    <Popover name={`${w.choosePeriod}: ${periodWords(period.text, language)}`} label={<><span className="period">{periodWords(period.text, language)}</span><Icon name="down" size={16} /></>}>
      {({ close }) => (
        <Choices
          choose={(text) => {
            close()
            change({ period: text, after: null }, { push: true })
          }}
        />
      )}
    </Popover>
  )
}

const RangeDays = lazy(() => import('./RangeDays.tsx'))

const KINDS: readonly Choice[] = ['MONTH', 'QUARTER', 'HALF', 'YEAR']

function Choices({ choose }: { choose: (text: string) => void }) {
  const w = useCommon()
  const language = useLanguage()
  const { period, office } = useHere()
  const now = Number(office.today.slice(0, 4))
  const [kind, setKind] = useState<Choice | 'RANGE'>(KINDS.find((one) => one === period.kind) ?? 'RANGE')
  const [year, setYear] = useState(Math.min(now, Number(period.from.slice(0, 4))))
  const words: Record<Choice | 'RANGE', string> = { MONTH: w.month, QUARTER: w.quarter, HALF: w.half, YEAR: w.year, RANGE: w.range }
  const years = kind === 'YEAR' ? Array.from({ length: 6 }, (_, i) => now - 5 + i) : [year]
  return (
    <div className="period-choices">
      <div className="segments" role="group" aria-label={w.period}>
        {([...KINDS, 'RANGE'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(one)}>
            {words[one]}
          </button>
        ))}
      </div>
      {kind === 'RANGE' ? (
        <Range choose={choose} />
      ) : (
        <>
          {kind !== 'YEAR' && (
            <div className="year">
              <button type="button" className="button quiet-button" aria-label={String(year - 1)} onClick={() => setYear(year - 1)}>
                <Icon name="left" />
              </button>
              <b aria-live="polite">{year}</b>
              <button type="button" className="button quiet-button" aria-label={String(year + 1)} disabled={year >= now} onClick={() => setYear(year + 1)}>
                <Icon name="right" />
              </button>
            </div>
          )}
          <ul className={`periods periods-${kind.toLowerCase()}`}>
            {years
              .flatMap((one) => periodsOfYear(kind, one, office.today))
              .map((p) => (
                <li key={p.text}>
                  <button type="button" aria-current={p.text === period.text ? 'true' : undefined} data-autofocus={p.text === period.text ? '' : undefined} onClick={() => choose(p.text)}>
                    {kind === 'YEAR' ? p.text : periodWords(p.text, language).replace(/^\d{4}年|[, ]*(of )?\d{4}$/g, '')}
                  </button>
                </li>
              ))}
          </ul>
        </>
      )}
    </div>
  )
}

/** Two days, both inclusive; whole months are written as months, which the API answers from its rollups. */
function Range({ choose }: { choose: (text: string) => void }) {
  const w = useCommon()
  const phone = useIsPhone()
  const { period, office } = useHere()
  const [from, setFrom] = useState(period.from)
  const [to, setTo] = useState(() => addDays(period.until, -1))
  const text = rangeText(from, to)
  const whole = text ? wholeMonths(text) : null
  return (
    <form
      className="range"
      onSubmit={(event) => {
        event.preventDefault()
        if (text) choose(whole ?? text)
      }}
    >
      {phone ? (
        <>
          <label>
            {w.from}
            <input type="date" required value={from} onChange={(event) => setFrom(event.target.value)} />
          </label>
          <label>
            {w.to}
            <input type="date" required value={to} onChange={(event) => setTo(event.target.value)} />
          </label>
        </>
      ) : (
        <Suspense fallback={<SkeletonRows rows={1} label={w.loading} />}>
          <RangeDays
            from={from}
            to={to}
            today={office.today}
            change={(first, last) => {
              setFrom(first)
              setTo(last)
            }}
          />
        </Suspense>
      )}
      {from !== '' && to !== '' && text === null && <p className="wrong" role="alert">{w.invalidRange}</p>}
      <button type="submit" className="button primary" disabled={text === null}>
        {w.apply}
      </button>
    </form>
  )
}

function wholeMonths(text: string): string | null {
  const p = parsePeriod(text)
  if (!p || !p.from.endsWith('-01') || !p.until.endsWith('-01')) return null
  const last = text.split('/')[1]!.slice(0, 7)
  return p.from.slice(0, 7) === last ? last : `${p.from.slice(0, 7)}..${last}`
}
