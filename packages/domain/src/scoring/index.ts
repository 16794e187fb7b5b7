export * from './scheme.ts'
export * from './result.ts'
export { rational, toAmount, toExact, toNumber, toShown, type Amount, type Exact, type Rational } from './rational.ts'
export { resultAmong, scorePeerGroup, standingsOf, type Standings } from './score.ts'
export { rank } from './rank.ts'
export { schemeFor } from './weights.ts'
export { schemeProblems } from './check.ts'
export { type AnnualInput, type AnnualResult, type AnnualSchemeData, scoreYear } from './annual.ts'
export {
  countiesOfCity,
  countiesOfCityByYear,
  defaultSchemes,
  streetsOfCounty,
  streetsOfCountyByYear,
  unrankedWords,
} from './schemes.ts'
