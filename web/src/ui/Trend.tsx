import { trendLine } from '../lib/trend.ts'

/** A line of a few points, without axes: the shape only, the figures stand in its words. Gaps where there is no value. */
export function Trend({ values, label, width = 72, height = 20 }: { values: readonly (number | null)[]; label: string; width?: number; height?: number }) {
  const { lines, last } = trendLine(values, width, height)
  return (
    <svg className="trend" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <title>{label}</title>
      {lines.map((line) => (
        <polyline key={line} points={line} />
      ))}
      {last && <circle cx={last[0]} cy={last[1]} r="2" />}
    </svg>
  )
}
