import type { DeductionTerm, FigureName, Formula, GroupData, IndicatorData, Source } from './scheme.ts'

const ratio = (numerator: FigureName, denominator: FigureName): Formula => ({
  kind: 'RATIO',
  numerator,
  denominator,
  complement: false,
})
const complement = (numerator: FigureName, denominator: FigureName): Formula => ({
  kind: 'RATIO',
  numerator,
  denominator,
  complement: true,
})
const each = (figure: FigureName, points: string, zh: string, en: string): DeductionTerm => ({
  kind: 'PER_UNIT',
  figure,
  leavingOut: null,
  points,
  words: { zh, en },
})
const deduction = (...terms: DeductionTerm[]): Formula => ({ kind: 'DEDUCTION', terms, zeroWhen: [], appliesWhen: null })

const incidents: Formula = {
  kind: 'DEDUCTION',
  terms: [
    {
      kind: 'PER_UNIT',
      figure: 'incidents_fatal',
      leavingOut: 'incidents_fatal_traffic',
      points: '3',
      words: { zh: '道路交通以外的亡人事故', en: 'Fatal incidents outside road traffic' },
    },
    {
      kind: 'EXCESS_OVER_MEAN',
      figure: 'incidents_fatal_traffic',
      years: 3,
      step: '1/10',
      points: '1',
      cap: '8',
      words: { zh: '道路交通亡人事故超过前三年同季平均', en: 'Fatal road-traffic incidents above the mean of three years' },
    },
  ],
  zeroWhen: ['incidents_considerable', 'incidents_serious', 'incidents_exceptional'],
  appliesWhen: null,
}

const listedSupervision: Formula = {
  kind: 'DEDUCTION',
  terms: [each('listings_overdue_in_period', '2', '逾期的挂牌督办', 'Listings overdue')],
  zeroWhen: [],
  appliesWhen: 'listings_in_force',
}

const conduct: Formula = {
  kind: 'CONDUCT',
  numerator: 'files_passed',
  denominator: 'files_sampled',
  terms: [each('files_irregular', '1', '无审批、无证件或超频次的检查', 'Inspections without approval, without certificates or beyond the cap')],
}

export const groups: readonly GroupData[] = [
  { key: 'incident_prevention', weight: '25', name: { zh: '事故防控', en: 'Incident prevention' } },
  { key: 'hazard_closure', weight: '35', name: { zh: '闭环治理', en: 'Hazard closure' } },
  { key: 'supervision', weight: '20', name: { zh: '监管履职', en: 'Supervision' } },
  { key: 'foundations', weight: '15', name: { zh: '基础保障', en: 'Foundations' } },
  { key: 'submission', weight: '5', name: { zh: '信息报送', en: 'Submission' } },
]

/** number, group, weight, source, formula, name and clause (Chinese, English) */
type Row = readonly [number, string, string, Source, Formula, string, string, string, string]

const rows: readonly Row[] = [
  [1, 'incident_prevention', '20', 'incidents', incidents, '生产安全事故', 'Incidents',
    '满分20分。道路交通以外的亡人事故，每起扣3分；道路交通亡人事故比前三年同季平均数每多满10%扣1分，最多扣8分；发生较大及以上事故的，得0分。只计纳统事故。',
    '20 points, less 3 per fatal incident outside road traffic, less 1 for each full 10 % by which fatal road-traffic incidents exceed the mean of the same quarter of the three years before, at most 8; 0 with a considerable incident or worse. Only incidents confirmed for the statistics.'],
  [2, 'incident_prevention', '5', 'incidents', deduction(each('late_incident_reports', '2.5', '迟报的事故', 'Incidents reported late')),
    '事故报告', 'Incident reporting', '满分5分。每迟报一起事故扣2.5分。', '5 points, less 2.5 per incident reported late.'],
  [3, 'hazard_closure', '12', 'hazards', ratio('rectified_on_time_major', 'due_major'), '重大事故隐患按期整改', 'Major hazards on time',
    '12分 × 按期整改的重大事故隐患 ÷ 本期到期的重大事故隐患，不论来源。', '12 points × major hazards rectified on time ÷ major hazards due, whatever their source.'],
  [4, 'hazard_closure', '4', 'hazards', ratio('rectified_on_time_general_scored', 'due_general_scored'), '一般事故隐患按期整改', 'General hazards on time',
    '4分 × 按期整改的一般事故隐患 ÷ 本期到期的一般事故隐患。只计部门检查、上级督查、专家服务和举报发现的；企业自查和当场整改的不计。',
    '4 points × general hazards rectified on time ÷ general hazards due. Only what departments, the level above, experts and tip-offs found; not what an enterprise found itself or what was corrected on the spot.'],
  [5, 'hazard_closure', '5', 'hazards', ratio('reinspected_in_time_scored', 'reinspection_due_scored'), '到期复查', 'Re-inspection in time',
    '5分 × 按时复查的隐患 ÷ 本期应复查的隐患。应在提交整改或整改期满（以较早者为准）后第十日以前复查；只计计分来源的隐患。',
    '5 points × hazards re-inspected in time ÷ hazards due for re-inspection, by the tenth day after the submission or the deadline, whichever is earlier; of the scored sources.'],
  [6, 'hazard_closure', '5', 'listings', listedSupervision, '挂牌督办', 'Listed supervision',
    '满分5分。本期内每有一件挂牌督办逾期扣2分；本期没有挂牌督办的，按同组均值计。',
    '5 points, less 2 per listing overdue at any time in the quarter; without a listing in force, at the mean of the peers.'],
  [7, 'hazard_closure', '9', 'revisits', complement('recurred', 'revisited'), '整改不反弹', 'No recurrence',
    '9分 ×（1 − 反弹的隐患 ÷ 回头看的隐患）。只计上级以公开种子抽取、由上级或交叉组实施的回头看。',
    '9 points × (1 − hazards that recurred ÷ hazards revisited); only revisits drawn by the level above from a public seed and done by it or a crossed team.'],
  [8, 'supervision', '6', 'inspection_files', conduct, '规范检查', 'Conduct of inspections',
    '6分 × 合格案卷 ÷ 抽查案卷；每有一件无审批、无证件或超频次的检查再扣1分。',
    '6 points × sampled case files that pass ÷ files sampled, less 1 for each without approval, without certificates or beyond the frequency cap.'],
  [9, 'supervision', '5', 'subjects', ratio('key_enterprises_placed', 'key_enterprises'), '重点企业分级监管', 'Key enterprises placed',
    '5分 × 已按风险等级确定监管方式的重点企业 ÷ 上级确认名单内的重点企业。',
    '5 points × key enterprises with a supervision mode by risk grade ÷ key enterprises of the list confirmed by the level above.'],
  [10, 'supervision', '5', 'draws', complement('hidden', 'drawn'), '隐患不隐瞒', 'Nothing hidden',
    '5分 ×（1 − 存在上门前未登记重大事故隐患的单位 ÷ 上级抽查的单位）。',
    '5 points × (1 − units with a major hazard not registered before the visit ÷ units drawn by the level above).'],
  [11, 'supervision', '4', 'tipoffs', ratio('tipoffs_on_time', 'tipoffs_due'), '举报按期办结', 'Tip-offs in time',
    '4分 × 按期办结的举报 ÷ 本期到期的举报。', '4 points × tip-offs decided on time ÷ tip-offs due.'],
  [12, 'foundations', '4', 'subjects', ratio('owned', 'enterprises'), '企业责任到人', 'Enterprises with an owner',
    '4分 × 五项责任齐全的企业 ÷ 企业总数。', '4 points × enterprises with all five responsibilities ÷ enterprises.'],
  [13, 'foundations', '3', 'subjects', ratio('hazard_sources_online', 'hazard_sources'), '重大危险源联网', 'Hazard sources online',
    '3分 × 已联网的重大危险源 ÷ 重大危险源总数。', '3 points × major hazard sources online ÷ major hazard sources.'],
  [14, 'foundations', '3', 'standardization', ratio('standardization_reached', 'standardization_target'), '标准化达标', 'Standardization',
    '3分 × 已达标企业 ÷ 本期目标，超过目标的按满分计。', '3 points × enterprises that reached the standard ÷ the target of the period, at most 1.'],
  [15, 'foundations', '3', 'duties', ratio('obligations_on_time_duty', 'obligations_due_duty'), '照单履职', 'Duties done',
    '3分 × 按期完成的履职事项 ÷ 本期到期的履职事项。', '3 points × obligations of duty lists done on time ÷ those due.'],
  [16, 'foundations', '2', 'duty_watch', deduction(each('absences', '0.5', '抽查脱岗', 'Absences at spot checks')), '值班值守', 'Duty watch',
    '满分2分。抽查每发现一次脱岗扣0.5分。', '2 points, less 0.5 per absence at a spot check.'],
  [17, 'submission', '3', 'reports', ratio('obligations_on_time_report', 'obligations_due_report'), '按时报送', 'Reports in time',
    '3分 × 按时报送的报表 ÷ 本期应报的报表。', '3 points × reports submitted on time ÷ reports due.'],
  [18, 'submission', '2', 'data_quality', complement('faulty', 'sampled'), '数据质量', 'Data quality',
    '2分 ×（1 − 有误的记录 ÷ 抽查的记录）。', '2 points × (1 − faulty records ÷ records sampled).'],
]

export const indicators: readonly IndicatorData[] = rows.map(
  ([number, group, weight, source, formula, zh, en, clauseZh, clauseEn]) => ({
    number,
    group,
    name: { zh, en },
    clause: { zh: clauseZh, en: clauseEn },
    weight,
    source,
    formula,
  }),
)
