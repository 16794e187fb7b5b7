import type { RegionLevel } from './levels.ts'

const FORMAL: Partial<Record<RegionLevel, RegExp>> = {
  CITY: /^(?:市辖区|县|.*直辖县级行政(?:区划|单位))$/,
  COUNTY: /^(?:市辖区|市辖县)$/,
  STREET: /直辖村级区划$/,
}

/** A layer that only the code has: 市辖区 and 县 of a 直辖市, 省直辖县级行政区划, 区直辖村级区划. */
export const isFormalLayer = (level: RegionLevel, name: string): boolean => FORMAL[level]?.test(name) ?? false

/** The row that fills a level its region does not have: 441900 东莞市 under 4419 东莞市, 620201 嘉峪关市, 350527000 金门县. */
export const isPadding = (key: string, name: string, parentName: string): boolean => name === parentName || /^\d{4}00$/.test(key)

/** At least two characters before the ending, or the rest is no name (渔镇 of 某县渔镇 keeps its county). */
const STREET_NAME = /..(?:镇|乡|街道|街道办事处|苏木)$/

/** The statistics write some towns with what lies above (濮阳县柳屯镇, 四平市铁东区四马路街道); the name is what follows. */
export function properName(level: RegionLevel, name: string, namesAbove: readonly string[]): string {
  if (level !== 'STREET') return name
  const rest = namesAbove.reduce((left, above) => (left.startsWith(above) ? left.slice(above.length) : left), name)
  return rest !== name && STREET_NAME.test(rest) ? rest : name
}

/** Longest first: what may change when a county becomes a city or a township a town. */
const ENDING = /(?:社区居民委员会|社区居委会|村民委员会|居民委员会|街道办事处|自治县|村委会|居委会|街道|社区|地区|新区|自治州|自治旗|苏木|省|市|州|盟|区|县|旗|镇|乡|村)$/

/** The name without the word for what it is: 长垣 of 长垣县 and of 长垣市; the whole where nothing would be left. */
export const stem = (name: string): string => {
  const rest = name.replace(ENDING, '')
  return rest.length < 2 ? name : rest
}
