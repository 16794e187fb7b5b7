import { defineWords } from '../../lib/words/index.ts'

export const words = defineWords(
  {
    title: '工作总览', titleOf: (region: string) => `${region}工作总览`, space: '',
    wellTitle: (on: string) => `${on}没有逾期`, wellBody: (region: string) => `${region}没有逾期未整改的隐患`,
    warnTitle: (n: string, on: string) => `${on ? `${on} ` : ''}${n} 处隐患逾期未整改`, warnGeneral: '其中没有重大隐患', alarmTitle: (n: string, on: string) => `${on ? `${on} ` : ''}${n} 处重大隐患逾期未整改`, alarmBody: (n: string) => `逾期未整改共 ${n} 处`, alarmWhere: (name: string, n: string) => `${name} ${n} 处`, and: '、', stop: '。',
    more: (n: string) => `比上期末多 ${n} 处`, fewer: (n: string) => `比上期末少 ${n} 处`, asMany: '与上期末持平',
    worst: (name: string, n: string) => `逾期最多的是${name}，${n} 处`, overdueToday: (today: string, n: string) => `到今天（${today}）逾期 ${n} 处`, noneToday: (today: string) => `今天（${today}）没有逾期`,
    overdueOpen: '逾期未整改', overdueOpenAt: (on: string) => `${on}逾期未整改`, ofThemMajor: (n: string) => `其中重大 ${n}`, onTimeRate: '按期整改率', found: '发现隐患', inspections: '检查', reinspectionRate: '到期复查率',
    againstPrevious: '较上期', againstPreviousSpan: '较上期同期', againstEnd: '较上期末', againstYear: '较去年同期',
    up: '上升', down: '下降', same: '持平', points: '个百分点',
    areas: '各地情况', worstFirst: '重大逾期多的在前', area: '区域', total: '总得分', rank: '位次', overdue: '逾期', overdueThen: '逾期', major: '重大', change: '较上期末', rateHead: ['按期', '整改率%'], foundShort: '发现隐患', ownNote: '本级',
    oldest: '逾期最久', oldestToday: '今天逾期最久', oldestAll: '全部逾期', oldestAllToday: '今天逾期共', oldestNone: '没有逾期未整改的隐患。', majors: '未销号的重大隐患', majorsToday: '今天未销号的重大隐患', majorsAll: '全部重大隐患', majorsNone: '没有未销号的重大隐患。', due: (day: string) => `期限 ${day}`, none: '—',
    months: '近十二个月', monthsUpTo: (month: string) => `截至${month}的十二个月`, month: '月份', monthFound: '发现隐患', monthRate: '按期整改率', monthOverdue: '月末逾期未整改', monthsTable: '数据表', monthOfThemMajor: '其中重大', soFar: (month: string) => `${month}至今`,
    ranking: '看考核排名', figuresOf: '主要数据', allSectors: '全部领域', see: (name: string) => `${name}：看明细`, seeRate: (name: string) => `${name}：看各地的分子和分母`,
    quietAreas: (n: number) => `另有 ${n} 个下级区域本期没有记录`, unfold: '展开', fold: '收起没有记录的区域',
  },
  {
    title: 'Overview', titleOf: (region: string) => `Overview of ${region}`, space: ' ',
    wellTitle: (on: string) => (on ? `Nothing overdue on ${on}` : 'Nothing overdue'), wellBody: (region: string) => `No hazard in ${region} is overdue`,
    warnTitle: (n: string, on: string) => `${n} ${n === '1' ? 'hazard' : 'hazards'} overdue${on ? ` on ${on}` : ''}`, warnGeneral: 'None of them is major', alarmTitle: (n: string, on: string) => `${n} major ${n === '1' ? 'hazard' : 'hazards'} overdue${on ? ` on ${on}` : ''}`, alarmBody: (n: string) => `${n} overdue in all`, alarmWhere: (name: string, n: string) => `${name} ${n}`, and: ', ', stop: '.',
    more: (n: string) => `${n} more than at the end of last period`, fewer: (n: string) => `${n} fewer than at the end of last period`, asMany: 'As many as at the end of last period',
    worst: (name: string, n: string) => `Most are in ${name}: ${n}`, overdueToday: (today: string, n: string) => `Overdue today (${today}): ${n}`, noneToday: (today: string) => `Today (${today}) none is overdue`,
    overdueOpen: 'Overdue', overdueOpenAt: (on: string) => `Overdue on ${on}`, ofThemMajor: (n: string) => `${n} major`, onTimeRate: 'On-time rate', found: 'Hazards found', inspections: 'Inspections', reinspectionRate: 'Re-inspection rate',
    againstPrevious: 'vs last period', againstPreviousSpan: 'vs same days last period', againstEnd: 'vs end of last period', againstYear: 'vs same days last year',
    up: 'up', down: 'down', same: 'unchanged', points: 'points',
    areas: 'Areas', worstFirst: 'most overdue majors first', area: 'Area', total: 'Total', rank: 'Rank', overdue: 'Overdue', overdueThen: ' overdue', major: 'Major', change: 'Change', rateHead: ['On-time ', 'rate %'], foundShort: 'Found', ownNote: 'Own',
    oldest: 'Longest overdue', oldestToday: 'Longest overdue today', oldestAll: 'All overdue', oldestAllToday: 'Overdue today:', oldestNone: 'No hazard is overdue.', majors: 'Major hazards open', majorsToday: 'Major hazards open today', majorsAll: 'All major hazards', majorsNone: 'No major hazard is open.', due: (day: string) => `due ${day}`, none: '—',
    months: 'The last twelve months', monthsUpTo: (month: string) => `Twelve months to ${month}`, month: 'Month', monthFound: 'Hazards found', monthRate: 'On-time rate', monthOverdue: 'Overdue at month end', monthsTable: 'As a table', monthOfThemMajor: 'of these major', soFar: (month: string) => `${month} so far`,
    ranking: 'See the ranking', figuresOf: 'Figures', allSectors: 'all sectors', see: (name: string) => `${name}: see the records`, seeRate: (name: string) => `${name}: see numerator and denominator by area`,
    quietAreas: (n: number) => `${n} more areas have no record in the period`, unfold: 'Show them', fold: 'Hide areas without records',
  },
)
