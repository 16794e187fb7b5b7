import { useLanguage } from '../../lib/language.ts'
import { money } from '../../lib/format.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { words as dossierWords } from '../hazards/dossier/words.ts'
import type { Event } from './queries.ts'

type Terms = Readonly<Record<string, readonly [zh: string, en: string]>>

const streams: Terms = { hazard: ['隐患', 'Hazard'], inspection: ['检查', 'Inspection'], subject: ['监管对象', 'Subject'], figures: ['上报数', 'Reported figures'] }
/** Of what is no hazard; a hazard's are the dossier's. */
const types: Terms = {
  'inspection recorded': ['录入', 'Recorded'], 'inspection corrected': ['更正', 'Corrected'], 'inspection withdrawn': ['撤回', 'Withdrawn'],
  'subject registered': ['登记', 'Registered'], 'subject changed': ['修改', 'Changed'], 'subject transferred': ['区划调整，移交', 'Transferred with its region'], 'subject withdrawn': ['撤回', 'Withdrawn'],
}
const facts: Terms = {
  name: ['名称', 'Name'], kind: ['类型', 'Kind'], creditCode: ['统一社会信用代码', 'Credit code'], riskGrade: ['风险等级', 'Risk grade'], status: ['状态', 'Status'], key: ['重点企业', 'Key enterprise'],
  supervisionModeSet: ['已定监管方式', 'Supervision mode set'], assigned: ['已落实的责任', 'Responsibilities assigned'], hazardSources: ['重大危险源', 'Major hazard sources'], hazardSourcesOnline: ['其中在线', 'of these online'], standardized: ['标准化达标', 'Standardized'],
  category: ['类别', 'Category'], industryCode: ['行业代码', 'Industry code'], sectorText: ['监管行业', 'Sector as typed'], size: ['规模', 'Size'], employees: ['从业人员', 'Employees'], employeesText: ['从业人员', 'Employees'],
  hazardSourceGrade: ['重大危险源等级', 'Hazard source grade'], standardization: ['标准化等级', 'Standardization'], nature: ['检查性质', 'Nature'], startedOn: ['开始日期', 'Started on'], finishedOn: ['结束日期', 'Finished on'],
  reinspection: ['复查', 'Re-inspection'], findings: ['检查情况', 'Findings'], inspectors: ['检查人员岗位', 'Inspectors’ posts'], process: ['检查过程', 'Course'], violations: ['违法行为', 'Violations'], general: ['一般隐患', 'General hazards'], major: ['重大隐患', 'Major hazards'],
  listed: ['其中挂牌', 'of these listed'], rectified: ['已整改', 'Rectified'], finesYuan: ['罚款（元）', 'Fines (yuan)'], finesPaidYuan: ['实缴（元）', 'Paid (yuan)'], count: ['份数', 'Count'], shownOnly: ['只展示不计数', 'Shown only'],
}
const sources: Terms = { WEB: ['网页', 'Web'], PHONE: ['手机', 'Phone'], IMPORT: ['台账导入', 'Import'], API: ['接口', 'API'], SYSTEM: ['系统', 'System'], SEED: ['演示数据', 'Demonstration data'] }
/** What tells one record from another comes first. */
const FIRST = ['number', 'name', 'subject', 'description', 'creditCode']
const rank = ({ name }: { readonly name: string }): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length)
const MONEY = ['fundsYuan', 'finesYuan', 'finesPaidYuan']

/** What stands in the first log, in words; what has no word is shown as it is. */
export function useEventWords() {
  const language = useLanguage()
  const c = useCommon()
  const d = useWords(dossierWords)
  const said = (terms: Terms, key: string): string | undefined => terms[key]?.[language === 'zh' ? 0 : 1]
  const word = (of: Readonly<Record<string, string>>, key: string): string | undefined => of[key]
  const valueOf = (name: string, value: string, event: Event): string => {
    if (MONEY.includes(name) && Number.isFinite(Number(value))) return money(Number(value))
    const known: Readonly<Record<string, Readonly<Record<string, string>>>> = { ...d.value, level: { ...d.value.listLevel, ...c.hazardLevel }, source: c.hazardSource, riskGrade: c.riskGrade, status: c.subjectStatus, kind: c.subjectKind, nature: c.nature }
    return known[name]?.[value] ?? (event.stream !== 'figures' && value === 'true' ? c.yes : value === 'false' ? c.no : value)
  }
  return {
    streamOf: ({ stream }: Event) => said(streams, stream) ?? stream,
    typeOf: ({ stream, type }: Event) => (stream === 'hazard' ? word(d.event, type) : said(types, `${stream} ${type}`)) ?? type,
    sourceOf: ({ source }: Event) => said(sources, source) ?? source,
    factsOf: (event: Event) => event.facts.filter(({ name, value }) => value !== '' && name !== 'region').toSorted((a, b) => rank(a) - rank(b)).map(({ name, value }) => ({ name: word(d.fact, name) ?? said(facts, name) ?? name, value: valueOf(name, value, event) })),
  }
}
