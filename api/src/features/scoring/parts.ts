import type { SchemeVersion } from '@anwang/db/scoring/schemes'
import type { GroupData, GroupResult, IndicatorData, IndicatorResult, ScoreResult } from '@anwang/domain/scoring'

export interface IndicatorOfScheme {
  readonly scheme: SchemeVersion
  readonly data: IndicatorData
}
export interface IndicatorOfScore extends IndicatorOfScheme {
  readonly result: IndicatorResult
}
export interface GroupOfScore {
  readonly data: GroupData
  readonly result: GroupResult
}

const ofSchemes = new WeakMap<SchemeVersion, readonly IndicatorOfScheme[]>()

/** The same objects at each call. */
export function indicatorsOf(scheme: SchemeVersion): readonly IndicatorOfScheme[] {
  const known = ofSchemes.get(scheme) ?? scheme.data.indicators.map((data) => ({ scheme, data }))
  ofSchemes.set(scheme, known)
  return known
}

interface Parts {
  readonly scheme: SchemeVersion
  readonly indicators: readonly IndicatorOfScore[]
  readonly groups: readonly GroupOfScore[]
}
const ofResults = new WeakMap<ScoreResult, Parts>()

/** A score's items and groups beside what its scheme says of them: the same objects for the same result, which is kept between requests. */
export function partsOf(whole: ScoreResult, scheme: SchemeVersion): Parts {
  const known = ofResults.get(whole)
  if (known?.scheme === scheme) return known
  const indicators = whole.indicators.flatMap((result) => {
    const data = scheme.data.indicators.find((one) => one.number === result.number)
    return data ? [{ scheme, data, result }] : []
  })
  const groups = whole.groups.flatMap((result) => {
    const data = scheme.data.groups.find((one) => one.key === result.key)
    return data ? [{ data, result }] : []
  })
  const parts = { scheme, indicators, groups }
  ofResults.set(whole, parts)
  return parts
}
