import type { AnnualSchemeData } from './annual.ts'
import { groups, indicators } from './indicators.ts'
import type { UnrankedBecause } from './result.ts'
import type { SchemeData, Words } from './scheme.ts'

/**
 * Grade lines 90/80/60 and deduction by item: Guizhou 2020, Shuozhou. Commendation tiers: Shuozhou, Zunyi. Veto
 * triggers: Shaanxi 2016, Yangzhou 2007. Incident tiers: State Council order 493. The weights are our own.
 */
const rules = {
  version: 1,
  period: 'QUARTER',
  fullMarks: '100',
  groups,
  indicators,
  sampleMinimum: 5,
  ownFiguresMinimum: '1/2',
  total: { from: '0', to: '103' },
  adjustments: [
    {
      kind: 'COMMENDATION',
      points: { NATIONAL: '2', PROVINCE: '1', CITY: '0.5' },
      cap: '3',
      clause: {
        zh: '受国家、省、市表彰的，分别加2分、1分、0.5分，合计不超过3分；同一事项按最高级别计一次；批示、简报、讲话不作依据。',
        en: 'Commended by the nation, the province or the city: 2, 1 or 0.5 points more, at most 3; one matter once, at its highest level; instructions, newsletters and speeches are no basis.',
      },
    },
    {
      kind: 'CRITICISM',
      points: { NATIONAL: '-2', PROVINCE: '-1', CITY: '-0.5' },
      cap: '-6',
      clause: {
        zh: '受国家、省、市通报批评的，分别扣2分、1分、0.5分，合计不超过6分；同一事项按最高级别计一次；批示、简报、讲话不作依据。',
        en: 'Criticized by the nation, the province or the city: 2, 1 or 0.5 points less, at most 6; one matter once, at its highest level; instructions, newsletters and speeches are no basis.',
      },
    },
    {
      kind: 'FALSIFIED_CLOSURE',
      points: { ANY: '-1' },
      cap: '-5',
      clause: {
        zh: '一般事故隐患虚假销号的，每件扣1分，合计不超过5分；本地自查发现并纠正的不扣。',
        en: 'A falsified closure of a general hazard: 1 point less, at most 5; none where the area found and corrected it itself.',
      },
    },
  ],
  basisKinds: ['DOCUMENT'],
  vetoes: [
    {
      kind: 'SERIOUS_INCIDENT',
      count: 1,
      clause: { zh: '发生重大及以上事故，全年不合格。', en: 'A serious incident or worse: failed for the year.' },
    },
    {
      kind: 'CONSIDERABLE_INCIDENT',
      count: 2,
      clause: { zh: '一年内发生两起较大事故，全年不合格。', en: 'Two considerable incidents: failed for the year.' },
    },
    {
      kind: 'CONCEALED_INCIDENT',
      count: 1,
      clause: { zh: '瞒报事故，全年不合格。', en: 'A concealed incident: failed for the year.' },
    },
    {
      kind: 'FALSIFIED_MAJOR_CLOSURE',
      count: 1,
      clause: { zh: '重大事故隐患虚假销号，全年不合格。', en: 'A falsified closure of a major hazard: failed for the year.' },
    },
  ],
  gradeCaps: [
    {
      figure: 'incidents_considerable',
      kind: 'CONSIDERABLE_INCIDENT',
      count: 1,
      grade: 'PASS',
      clause: {
        zh: '发生一起较大事故，当季等次最高为合格。',
        en: 'One considerable incident: the quarter is graded pass at best.',
      },
    },
  ],
  grades: [
    { grade: 'EXCELLENT', from: '90', name: { zh: '优秀', en: 'Excellent' } },
    { grade: 'GOOD', from: '80', name: { zh: '良好', en: 'Good' } },
    { grade: 'PASS', from: '60', name: { zh: '合格', en: 'Pass' } },
    { grade: 'FAIL', from: '0', name: { zh: '不合格', en: 'Fail' } },
  ],
  bestGradeShare: null,
  ranking: {
    peersMinimum: 3,
    tieBreakers: [
      { kind: 'SMALLER_FIGURE', figure: 'deaths' },
      { kind: 'GREATER_RATIO', indicator: 3 },
      { kind: 'GREATER_RATIO', indicator: 10 },
    ],
  },
} as const satisfies Omit<SchemeData, 'id' | 'name' | 'peerGroups' | 'selections'>

/** A: counties of a city, by quarter; functional zones apart. */
export const countiesOfCity: SchemeData = {
  ...rules,
  id: 'counties-of-city',
  name: { zh: '市对县（区）季度考核', en: 'Counties of a city, by quarter' },
  peerGroups: ['COUNTIES', 'FUNCTIONAL_ZONES'],
  selections: [],
}

/** B: streets and towns of a county, and its departments, by quarter. */
export const streetsOfCounty: SchemeData = {
  ...rules,
  id: 'streets-of-county',
  name: { zh: '县对乡镇（街道）和部门季度考核', en: 'Streets, towns and departments of a county, by quarter' },
  peerGroups: ['STREETS', 'FUNCTIONAL_ZONES', 'DEPARTMENTS'],
  selections: [{ peerGroup: 'DEPARTMENTS', indicators: [8, 11, 15, 17, 18] }],
}

const annual = (quarterly: SchemeData, id: string, zh: string, en: string): AnnualSchemeData => ({
  id,
  name: { zh, en },
  version: 1,
  period: 'YEAR',
  quartersShare: '3/5',
  quarterly,
})
export const countiesOfCityByYear = annual(countiesOfCity, 'counties-of-city-year', '市对县（区）年度总评', 'Counties of a city, the year')
export const streetsOfCountyByYear = annual(
  streetsOfCounty,
  'streets-of-county-year',
  '县对乡镇（街道）和部门年度总评',
  'Streets, towns and departments of a county, the year',
)

export const defaultSchemes: readonly SchemeData[] = [countiesOfCity, streetsOfCounty]

export const unrankedWords: Readonly<Record<UnrankedBecause, Words>> = {
  TOO_FEW_FIGURES: { zh: '不排名：有数据的指标不足在用权重的一半', en: 'Unranked: own figures for less than half of the weight in force' },
  NO_RATIO_ITEM: { zh: '不排名：没有一项比率指标有数据', en: 'Unranked: no ratio item of its own' },
  PEER_GROUP_TOO_SMALL: { zh: '不排名：同组少于三个', en: 'Unranked: fewer than three in the group' },
}
