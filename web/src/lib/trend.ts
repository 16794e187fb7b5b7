/** The runs of known values as SVG points, and where the last known one lies. A flat line runs in the middle. */
export function trendLine(values: readonly (number | null)[], width: number, height: number): { lines: string[]; last: readonly [number, number] | null } {
  const known = values.filter((one) => one !== null)
  if (known.length === 0) return { lines: [], last: null }
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const pad = 3
  const step = values.length > 1 ? (width - 2 * pad) / (values.length - 1) : 0
  const round = (n: number) => Math.round(n * 10) / 10
  const y = (value: number) => round(high === low ? height / 2 : height - pad - ((value - low) / (high - low)) * (height - 2 * pad))
  const lines: string[] = []
  let run: string[] = []
  let last: readonly [number, number] | null = null
  values.forEach((value, i) => {
    if (value === null) {
      if (run.length > 1) lines.push(run.join(' '))
      run = []
      return
    }
    last = [round(pad + i * step), y(value)]
    run.push(last.join(','))
  })
  if (run.length > 1) lines.push(run.join(' '))
  return { lines, last }
}
