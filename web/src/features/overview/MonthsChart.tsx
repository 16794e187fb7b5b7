import { BarChart, LineChart, type BarSeriesOption, type LineSeriesOption } from 'echarts/charts'
import { GridComponent, TooltipComponent, type GridComponentOption, type TooltipComponentOption } from 'echarts/components'
import { connect, init, use, type ComposeOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useMemo, useRef } from 'react'
import { count, DASH } from '../../lib/format.ts'
import { useHere } from '../../app/session.ts'
import { useLanguage, type Language } from '../../lib/language.ts'
import { periodWords } from '../../lib/periods.ts'
import { useWords } from '../../lib/words/index.ts'
import { tickOf, type MonthRow } from './months.ts'
import { words } from './words.ts'
import type { MonthFigures } from './queries.ts'

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer])

type Option = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption>

interface Props {
  readonly name: string
  readonly unit: string
  readonly shape: 'bar' | 'line'
  /** In red: overdue only. */
  readonly alarm?: boolean
  readonly rows: readonly MonthRow[]
  readonly value: (figures: MonthFigures) => number | null
}

/** Pointing at a month in one chart shows it in the others. */
const GROUP = 'overview-months'

interface Picture extends Pick<Props, 'name' | 'unit' | 'shape'> {
  readonly alarm: boolean
  readonly months: readonly string[]
  readonly values: readonly (number | null)[]
  readonly language: Language
}

const said = (n: number | null | undefined, unit: string): string => (n == null ? DASH : unit === '%' ? `${n.toFixed(1)}%` : `${count(n)} ${unit}`)

/** In the page's own colours and letters. */
function optionOf({ name, unit, shape, alarm, months, values, language }: Picture): Option {
  const style = getComputedStyle(document.documentElement)
  const colour = (variable: string) => style.getPropertyValue(variable).trim()
  const main = colour(alarm ? '--alarm' : '--accent-2')
  const text = { color: colour('--ink-2'), fontFamily: style.fontFamily, fontSize: 12 }
  const data = [...values]
  const series: BarSeriesOption | LineSeriesOption =
    shape === 'bar'
      ? { type: 'bar', data, barWidth: '56%', itemStyle: { color: main }, emphasis: { disabled: true } }
      : { type: 'line', data, symbol: 'circle', symbolSize: 5, lineStyle: { color: main, width: 2 }, itemStyle: { color: main }, emphasis: { disabled: true } }
  const rate = unit === '%'
  return {
    animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    animationDuration: 150,
    textStyle: text,
    grid: { left: 0, right: 8, top: 10, bottom: 0, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'category', data: [...months], axisTick: { show: false }, axisLine: { lineStyle: { color: colour('--line') } }, axisLabel: { ...text, interval: 0, hideOverlap: true, formatter: tickOf } },
    yAxis: {
      type: 'value', scale: rate, splitNumber: 3, ...(rate ? {} : { minInterval: 1 }),
      axisLabel: { ...text, formatter: (n: number) => (rate ? String(Math.round(n * 10) / 10) : count(n)) }, splitLine: { lineStyle: { color: colour('--line-2') } },
    },
    tooltip: {
      trigger: 'axis', axisPointer: { type: 'line', lineStyle: { color: colour('--line') }, animation: false }, transitionDuration: 0, confine: true,
      backgroundColor: colour('--ground'), borderColor: '#8793a3', borderWidth: 1, padding: [4, 8], textStyle: { ...text, color: colour('--ink') }, extraCssText: 'box-shadow: none; border-radius: 4px;',
      formatter: (at) => {
        const i = (Array.isArray(at) ? at[0] : at)?.dataIndex ?? 0
        return `${periodWords(months[i]!, language)}<br>${name} <b>${said(values[i], unit)}</b>`
      },
    },
    series,
  }
}

/**
 * One figure over the months. The picture is for the eye only: the same figures stand in the table below it, and the last one in words
 * above it.
 */
export default function MonthsChart({ name, unit, shape, alarm = false, rows, value }: Props) {
  const w = useWords(words)
  const language = useLanguage()
  const { office } = useHere()
  const box = useRef<HTMLDivElement>(null)
  const picture = useMemo(() => {
    const values = rows.map(({ figures }) => (figures ? value(figures) : null))
    return { name, unit, shape, alarm, language, values, months: rows.map(({ month }) => month) }
  }, [name, unit, shape, alarm, language, rows, value])
  useEffect(() => {
    const chart = init(box.current, null, { renderer: 'svg' })
    chart.group = GROUP
    connect(GROUP)
    chart.setOption<Option>(optionOf(picture))
    const watch = new ResizeObserver(() => chart.resize())
    watch.observe(box.current!)
    return () => {
      watch.disconnect()
      chart.dispose()
    }
  }, [picture])

  const last = picture.values.at(-1)
  const month = picture.months.at(-1)!
  return (
    <figure>
      <figcaption>
        {name} <b className={alarm && (last ?? 0) > 0 ? 'alarm' : undefined}>{said(last, unit)}</b> <span className="quiet">{month === office.today.slice(0, 7) ? w.soFar(periodWords(month, language)) : periodWords(month, language)}</span>
      </figcaption>
      <div className="chart" ref={box} aria-hidden="true" />
    </figure>
  )
}
