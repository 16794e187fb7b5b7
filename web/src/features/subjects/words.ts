import { defineWords } from '../../lib/words/index.ts'

export const words = defineWords(
  {
    title: '企业底数', caption: (region: string) => `${region}的监管对象`, search: '名称、统一社会信用代码', register: '登记监管对象',
    name: '名称', creditCode: '统一社会信用代码', kind: '类别', status: '生产状态', risk: '风险等级', key: '重点', keyLong: '市级重点企业', keyChoice: '重点企业', place: '所在地', supervisedAt: '监管层级', accountable: '计入地', five: '五方责任',
    responsibility: { PRIMARY: '主体责任', TERRITORIAL: '属地责任', SECTOR: '部门监管责任', COMPREHENSIVE: '综合监管', PARTY_AND_GOVERNMENT: '党政领导责任' },
    responsibilityShort: { PRIMARY: '主体', TERRITORIAL: '属地', SECTOR: '部门', COMPREHENSIVE: '综合', PARTY_AND_GOVERNMENT: '党政' },
    complete: '已落实', gaps: (names: string) => `缺${names}`, gapsOf: (n: number) => `缺${n}项`, assigned: '已明确', gap: '未明确', gapsTitle: (n: number) => (n === 0 ? '五方责任均已明确' : `五方责任有 ${n} 项未明确`),
    searchChip: (text: string) => `搜索“${text}”`, regionChip: (name: string) => `区域：${name}`,
    empty: '这里还没有监管对象', emptyBody: '可以逐个登记，也可以导入企业台账。', emptyFiltered: '没有符合条件的监管对象', emptyFilteredBody: '去掉一些筛选条件，或者换一个区域再看。', toImport: '导入企业台账',
    page: '一企一策', facts: '基本情况', hazardSources: '重大危险源', hazardSourcesOf: (all: number, online: number) => `${all} 个，已接入 ${online} 个`, standardized: '标准化', standardizedYes: '已达标', standardizedNo: '未达标',
    modeSet: '监管方式', modeSetYes: '已按风险等级确定', modeSetNo: '未确定', registeredOn: '登记日期', contacts: '联系人',
    hazards: '事故隐患', openHazards: (n: string) => `未销号 ${n} 条`, inspections: '检查', recordInspection: '录入检查', allHazards: '全部隐患', allInspections: '全部检查', noHazards: '没有登记过隐患。', noInspections: '没有检查记录。',
    inspectionHead: { number: '编号', nature: '性质', finishedOn: '日期', findings: '检查情况' },
    notFound: '没有这个监管对象', notFoundBody: '地址可能写错了，或者它不在您的管辖范围内。', toList: '回到企业底数',
    form: {
      title: '登记监管对象', region: '所在地', chooseRegion: '选择所在地', regionHint: '选到村（社区）或乡镇', name: '名称', creditCodeHint: '18位；没有的可不填', key: '列入市级重点企业名单', online: '其中已接入监测', standardized: '安全生产标准化已达标', modeSet: '已按风险等级确定监管方式',
      supervisedHint: '决定计入谁的统计：市直管的计入市本级', assigned: '已明确的责任', leader: '主要负责人', phone: '电话', leaderHint: '只有监管人员能看到，可随时删除', send: '登记', noGrade: '未评级', boxes: '其他',
      badCount: '请填不小于零的整数', tooManyOnline: '不能多于重大危险源数', forbidden: '您的账号不能登记监管对象', forbiddenBody: '由安委办、监管部门和网格员登记。', preview: (name: string, place: string, level: string) => `“${name}”将登记在${place}，由${level}监管，从今天起计入统计。`,
    },
  },
  {
    title: 'Enterprises', caption: (region: string) => `Subjects of ${region}`, search: 'Name, credit code', register: 'Register a subject',
    name: 'Name', creditCode: 'Unified social credit code', kind: 'Kind', status: 'Status', risk: 'Risk grade', key: 'Key', keyLong: 'Key enterprise of the city', keyChoice: 'Key enterprises', place: 'Place', supervisedAt: 'Supervised at', accountable: 'Counts at', five: 'Five responsibilities',
    responsibility: { PRIMARY: 'Primary responsibility', TERRITORIAL: 'Territorial responsibility', SECTOR: 'Sector responsibility', COMPREHENSIVE: 'Comprehensive supervision', PARTY_AND_GOVERNMENT: 'Party-and-government responsibility' },
    responsibilityShort: { PRIMARY: 'primary', TERRITORIAL: 'territorial', SECTOR: 'sector', COMPREHENSIVE: 'comprehensive', PARTY_AND_GOVERNMENT: 'party and government' },
    complete: 'assigned', gaps: (names: string) => `Missing: ${names}`, gapsOf: (n: number) => `${n} missing`, assigned: 'assigned', gap: 'not assigned', gapsTitle: (n: number) => (n === 0 ? 'All five responsibilities are assigned' : `${n} of five responsibilities not assigned`),
    searchChip: (text: string) => `Search “${text}”`, regionChip: (name: string) => `Region: ${name}`,
    empty: 'No subjects here yet', emptyBody: 'Register them one by one, or import a ledger of enterprises.', emptyFiltered: 'No subject meets these filters', emptyFilteredBody: 'Take out some filters, or look at another region.', toImport: 'Import enterprises',
    page: 'Enterprise page', facts: 'Facts', hazardSources: 'Major hazard sources', hazardSourcesOf: (all: number, online: number) => `${all}, ${online} online`, standardized: 'Standardization', standardizedYes: 'reached', standardizedNo: 'not reached',
    modeSet: 'Supervision mode', modeSetYes: 'set by the risk grade', modeSetNo: 'not set', registeredOn: 'Registered on', contacts: 'Contacts',
    hazards: 'Hazards', openHazards: (n: string) => `${n} open`, inspections: 'Inspections', recordInspection: 'Record an inspection', allHazards: 'All hazards', allInspections: 'All inspections', noHazards: 'No hazard was registered.', noInspections: 'No inspection was recorded.',
    inspectionHead: { number: 'Number', nature: 'Nature', finishedOn: 'Date', findings: 'Findings' },
    notFound: 'No such subject', notFoundBody: 'The address may be wrong, or it lies outside your scope.', toList: 'Back to the enterprises',
    form: {
      title: 'Register a subject', region: 'Place', chooseRegion: 'Choose the place', regionHint: 'Down to the community or the town', name: 'Name', creditCodeHint: '18 characters; leave empty where there is none', key: "On the city's list of key enterprises", online: 'Of these online', standardized: 'Standardization reached', modeSet: 'Supervision mode set by the risk grade',
      supervisedHint: "Decides whose figures it counts in: what the city manages counts as the city's own", assigned: 'Responsibilities assigned', leader: 'Person in charge', phone: 'Telephone', leaderHint: 'Seen by those who supervise only; can be erased', send: 'Register', noGrade: 'Not graded', boxes: 'Besides',
      badCount: 'A whole number, zero or more', tooManyOnline: 'Not more than the hazard sources', forbidden: 'Your account does not register subjects', forbiddenBody: 'The committee office, departments and grid workers do.', preview: (name: string, place: string, level: string) => `“${name}” is registered at ${place}, supervised at the level ${level}, and counts from today.`,
    },
  },
)
