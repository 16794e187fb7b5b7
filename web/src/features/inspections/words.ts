import { defineWords } from '../../lib/words/index.ts'

export const words = defineWords(
  {
    title: '监督检查', caption: (region: string) => `${region}的检查`, search: '编号、检查情况、企业', record: '录入检查',
    number: '编号', subject: '受检单位', nature: '性质', natures: '检查性质', on: '检查日期', place: '地点', accountable: '计入地', findings: '检查情况', reinspection: '复查', reinspectionWhy: '复查不计入检查家次',
    days: (from: string, to: string) => (from === to ? from : `${from} 至 ${to}`),
    searchChip: (text: string) => `搜索“${text}”`, regionChip: (name: string) => `区域：${name}`, fromChip: (day: string) => `${day} 起`, toChip: (day: string) => `${day} 止`, countedChip: (region: string) => `计入${region}检查家次（不含复查）`,
    empty: '这里还没有检查记录', emptyBody: '现场检查、巡查和专家服务都可以录入，也可以导入执法检查台账。', emptyFiltered: '没有符合条件的检查', emptyFilteredBody: '去掉一些筛选条件，或者换一个区域再看。',
    one: '检查记录', process: '检查过程', inspectors: '检查人员', hazards: '发现的隐患', noHazards: '没有发现隐患。', onlyCounted: '台账只报了隐患数，没有逐条登记。', facts: '基本情况',
    reported: '执法台账所报', reportedWhy: '数字没有逐条记录，不计入统计', yuan: (n: string) => `${n} 元`, counted: { violations: '违法行为', general: '一般隐患', major: '重大隐患', listed: '其中挂牌', rectified: '已整改' },
    reportedHead: { category: '检查类别', drawn: '随机抽取', counts: '查处（项）', documents: '文书（份）', fines: '罚款', finesPaid: '实际收缴', note: '备注' },
    notFound: '没有这次检查', notFoundBody: '地址可能写错了，或者它不在您的管辖范围内。', toList: '回到检查清单',
    form: {
      title: '录入检查', subject: '受检单位', subjectHint: '输入名称中的几个字', newSubject: '没有登记过？先登记', nature: '检查性质', startedOn: '检查日期', finishedOn: '结束日期', finishedHint: '当天结束的不用填',
      inspector: (n: number) => `检查人员 ${n}（岗位）`, inspectorName: '姓名', addInspector: '再加一名检查人员', inspectorHint: '写岗位，如：柳屯镇专职网格员', process: '检查过程', processHint: '去了哪里、看了什么、问了谁', summary: '检查情况', summaryHint: '没有发现隐患时写明', summaryOptional: '有隐患的可不填',
      reinspection: '这是一次复查', findings: '发现的隐患', noFindings: '还没有填隐患。没有发现的，在“检查情况”里写明。', finding: (n: number) => `隐患 ${n}`, add: '加一条隐患', addMore: '再加一条', remove: '删除这一条', description: '存在的问题', level: '级别', dueOn: '整改期限',
      dueHint: '一般隐患不填则为15天', dueMajor: '重大隐患必须填', onTheSpot: '当场整改', measures: '怎样整改的', send: '提交检查', saved: '检查已录入',
      preview: (hazards: number, spot: number) => (hazards === 0 ? '提交后登记 1 家次检查，没有发现隐患。' : `提交后登记 1 家次检查、${hazards} 条隐患${spot > 0 ? `（其中 ${spot} 条当场整改，直接销号）` : ''}。`),
      forbidden: '您的账号不能录入检查', forbiddenBody: '由安委办、监管部门、专家和网格员录入。', notYours: '您的岗位不能录入这个单位的检查。', twoOfficers: '行政检查须有两名以上执法人员', endBeforeStart: '不能早于检查日期', future: '不能晚于今天', needSummary: '没有隐患的，请写明检查情况',
    },
  },
  {
    title: 'Inspections', caption: (region: string) => `Inspections in ${region}`, search: 'Number, findings, enterprise', record: 'Record an inspection',
    number: 'Number', subject: 'Subject', nature: 'Nature', natures: 'Nature', on: 'Date', place: 'Place', accountable: 'Counts at', findings: 'Findings', reinspection: 'Re-inspection', reinspectionWhy: 'A re-inspection counts as no inspection',
    days: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
    searchChip: (text: string) => `Search “${text}”`, regionChip: (name: string) => `Region: ${name}`, fromChip: (day: string) => `From ${day}`, toChip: (day: string) => `To ${day}`, countedChip: (region: string) => `counts in ${region} (no re-inspections)`,
    empty: 'No inspections here yet', emptyBody: 'Record visits, patrols and expert services, or import an enforcement ledger.', emptyFiltered: 'No inspection meets these filters', emptyFilteredBody: 'Take out some filters, or look at another region.',
    one: 'Inspection', process: 'Course', inspectors: 'Inspectors', hazards: 'Hazards found', noHazards: 'No hazard was found.', onlyCounted: 'The ledger only counts its hazards; none is registered.', facts: 'Facts',
    reported: 'As its ledger reports', reportedWhy: 'no records stand behind the counts: they enter no figure', yuan: (n: string) => `${n} yuan`, counted: { violations: 'violations', general: 'general hazards', major: 'major hazards', listed: 'of these listed', rectified: 'rectified' },
    reportedHead: { category: 'Category', drawn: 'Drawn', counts: 'Found', documents: 'Documents', fines: 'Fines', finesPaid: 'Paid', note: 'Remark' },
    notFound: 'No such inspection', notFoundBody: 'The address may be wrong, or it lies outside your scope.', toList: 'Back to the inspections',
    form: {
      title: 'Record an inspection', subject: 'Subject', subjectHint: 'Type a part of its name', newSubject: 'Not registered? Register it first', nature: 'Nature', startedOn: 'Date', finishedOn: 'Last day', finishedHint: 'Leave empty where it ended the same day',
      inspector: (n: number) => `Inspector ${n} (post)`, inspectorName: 'Name', addInspector: 'Another inspector', inspectorHint: 'The post, such as: grid worker of Liutun', process: 'Course', processHint: 'Where you went, what you looked at, whom you asked', summary: 'Findings', summaryHint: 'Needed where no hazard was found', summaryOptional: 'May stay empty where there are hazards',
      reinspection: 'This is a re-inspection', findings: 'Hazards found', noFindings: 'No hazard yet. Where there was none, say so under “Findings”.', finding: (n: number) => `Hazard ${n}`, add: 'Add a hazard', addMore: 'Another hazard', remove: 'Remove this one', description: 'What is wrong', level: 'Level', dueOn: 'Deadline',
      dueHint: 'Empty: 15 days for a general hazard', dueMajor: 'Required for a major hazard', onTheSpot: 'Corrected on the spot', measures: 'How it was corrected', send: 'Submit', saved: 'Recorded',
      preview: (hazards: number, spot: number) => (hazards === 0 ? 'Records one inspection without hazards.' : `Records one inspection and ${hazards} ${hazards === 1 ? 'hazard' : 'hazards'}${spot > 0 ? `, ${spot} corrected on the spot and closed` : ''}.`),
      forbidden: 'Your account does not record inspections', forbiddenBody: 'The committee office, departments, experts and grid workers do.', notYours: 'Your post does not record inspections of this subject.', twoOfficers: 'An administrative inspection takes two officers', endBeforeStart: 'Not before the first day', future: 'Not after today', needSummary: 'Without hazards, say what was found',
    },
  },
)
