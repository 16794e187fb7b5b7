import { Link, useLocation } from 'wouter'
import { longDay } from '../lib/format.ts'
import { useLanguage } from '../lib/language.ts'
import { periodWords } from '../lib/periods.ts'
import { useAddress } from '../lib/url.ts'
import { defineWords, useWords } from '../lib/words/index.ts'
import { Empty } from '../ui/Empty.tsx'
import { useHere } from './session.ts'

const words = defineWords(
  {
    title: (period: string) => `${period}没有数据`, body: (day: string) => `本期早于启用日期（${day}），没有数据。启用以前的记录只供查阅，不计入各项数据和得分。`, now: '看当前期间',
  },
  {
    title: (period: string) => `No figures of ${period}`, body: (day: string) => `The period lies before the day on which the office went live (${day}). Records from before can be read and enter no figure and no score.`, now: 'See the present period',
  },
)

/** In the place of figures, for a period that was over before the office went live. */
export function BeforeLive() {
  const w = useWords(words)
  const language = useLanguage()
  const address = useAddress()
  const [path] = useLocation()
  const { period, office } = useHere()
  return (
    <Empty title={w.title(periodWords(period.text, language))} action={<Link className="button" href={address(path, { period: null })}>{w.now}</Link>}>
      {w.body(longDay(office.goLiveOn, language))}
    </Empty>
  )
}
