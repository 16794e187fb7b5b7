import { Fragment, type ReactNode } from 'react'
import { Link } from 'wouter'
import { useFigureLinks, type Counted } from '../../app/figureLinks.ts'
import { useHere } from '../../app/session.ts'
import { count, shortDay } from '../../lib/format.ts'
import { useLanguage } from '../../lib/language.ts'
import { lastDayOf } from '../../lib/periods.ts'
import { useAddress } from '../../lib/url.ts'
import { useWords } from '../../lib/words/index.ts'
import type { Headline } from './queries.ts'
import { words } from './words.ts'

/** An area below the region, or what the region manages itself. */
export interface Part {
  readonly name: string
  readonly at: Counted
  readonly overdueOpen: number
  readonly overdueOpenMajor: number
}

interface Props {
  readonly region: string
  readonly now: Headline
  readonly previous: Headline | null
  readonly parts: readonly Part[]
  /** Overdue today, which a period that is over does not say. */
  readonly today: number
}

/** The answer in a sentence, before any table: how bad, since when, and where. Each number leads to what it counts. */
export function Verdict({ region, now, previous, parts, today }: Props) {
  const w = useWords(words)
  const language = useLanguage()
  const links = useFigureLinks()
  const address = useAddress()
  const { period, office } = useHere()
  const last = lastDayOf(period, office.today)
  const on = last === null ? '' : shortDay(last, office.today, language)
  const difference = previous ? now.overdueOpen - previous.overdueOpen : null
  const worst = parts.reduce<Part | null>((most, part) => (part.overdueOpen > (most?.overdueOpen ?? 0) ? part : most), null)
  const withMajors = parts.filter((part) => part.overdueOpenMajor > 0).toSorted((a, b) => b.overdueOpenMajor - a.overdueOpenMajor).slice(0, 3)
  const major = now.overdueOpenMajor > 0
  const sentences: ReactNode[] = [
    now.overdueOpen === 0 && w.wellBody(region),
    major && withMajors.length > 0 && withMajors.map((part, i) => (
      <Fragment key={part.name}>
        {i > 0 && w.and}
        <Link href={links.overdue(part.at, { level: 'MAJOR' })}>{w.alarmWhere(part.name, count(part.overdueOpenMajor))}</Link>
      </Fragment>
    )),
    now.overdueOpen > 0 && (major ? <Link href={links.overdue(null)}>{w.alarmBody(count(now.overdueOpen))}</Link> : w.warnGeneral),
    difference === null ? null : difference > 0 ? w.more(count(difference)) : difference < 0 ? w.fewer(count(-difference)) : w.asMany,
    worst && <Link href={links.overdue(worst.at)}>{w.worst(worst.name, count(worst.overdueOpen))}</Link>,
    last !== null && (today > 0 ? <Link href={address('/overdue')}>{w.overdueToday(shortDay(office.today, office.today, language), count(today))}</Link> : w.noneToday(shortDay(office.today, office.today, language))),
  ].filter(Boolean)
  return (
    <p className="verdict">
      {now.overdueOpen === 0 ? (
        <strong>{w.wellTitle(on)}</strong>
      ) : (
        <strong className="alarm">
          <Link href={links.overdue(null, major ? { level: 'MAJOR' } : {})}>{major ? w.alarmTitle(count(now.overdueOpenMajor), on) : w.warnTitle(count(now.overdueOpen), on)}</Link>
        </strong>
      )}{' '}
      <span>
        {sentences.map((sentence, i) => (
          <Fragment key={i}>
            {i > 0 && w.space}
            {sentence}
            {w.stop}
          </Fragment>
        ))}
      </span>
    </p>
  )
}
