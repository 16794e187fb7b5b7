import { DatePicker } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import 'dayjs/locale/zh-cn.js'
import { useRef } from 'react'
import { useLanguage } from '../lib/language.ts'
import { rangesOf } from '../lib/ranges.ts'
import { useCommon } from '../lib/words/index.ts'
import { Antd } from '../ui/Antd.tsx'

interface Props {
  readonly from: string
  readonly to: string
  readonly today: string
  readonly change: (from: string, to: string) => void
}

const dayOf = (text: string): Dayjs | null => (text === '' ? null : dayjs(text))
const textOf = (day: Dayjs | null): string => day?.format('YYYY-MM-DD') ?? ''

/** Both days in one calendar, and the stretches that offices report by. Fetched when the custom period is opened: antd's calendar is as large as all the rest. */
export default function RangeDays({ from, to, today, change }: Props) {
  const w = useCommon()
  const language = useLanguage()
  const root = useRef<HTMLDivElement>(null)
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
  return (
    <Antd>
      <div className="range-days" ref={root}>
        <DatePicker.RangePicker
          // Within the panel, so that a click in the calendar is none outside of it.
          getPopupContainer={() => root.current ?? document.body}
          value={[dayOf(from), dayOf(to)]}
          onCalendarChange={(days) => change(textOf(days?.[0] ?? null), textOf(days?.[1] ?? null))}
          presets={rangesOf(today).map(({ name, from: first, to: last }) => ({ label: w.ranges[name], value: [dayjs(first), dayjs(last)] }))}
          placeholder={[w.from, w.to]}
          allowClear={false}
          aria-label={`${w.from}–${w.to}`}
        />
      </div>
    </Antd>
  )
}
