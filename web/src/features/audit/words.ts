import { defineWords } from '../../lib/words/index.ts'

export const words = defineWords(
  {
    title: '审计日志', caption: (region: string) => `${region}的审计日志`, search: '账号、岗位、IP地址、内容', at: '时间', who: '账号', where: '所属区域', address: 'IP地址', kind: '类别', what: '事项', outcome: '结果', rows: '行数', refused: '被拒', done: '成功',
    kinds: { SIGN_IN: '登录', SIGN_OUT: '退出', DENIAL: '越权被拒', PERSONAL_DATA: '个人信息', EXPORT: '导出', ADMINISTRATION: '系统管理' },
    onlyRefused: '被拒绝的', byCommand: '服务器命令行', unknown: '未知账号', number: '编号', record: '对象', recordId: '对象编号',
    searchChip: (text: string) => `搜索“${text}”`, regionChip: (name: string) => `所属区域：${name}`, fromChip: (day: string) => `${day}起`, toChip: (day: string) => `至${day}`,
    empty: '没有符合条件的记录', emptyBody: '去掉一些筛选条件再看。',
    forbidden: '只有审计员可以查看审计日志', forbiddenBody: '这里记录登录、越权、查看个人信息、导出和系统管理，以及对业务记录的每一次变更。',
    logs: { EVENT: '业务日志', AUDIT: '审计日志' },
    sealedUpTo: (at: string) => `已封存至 ${at}`, notSealed: '尚未封存', sound: (at: string) => `${at} 核验，完好`, notChecked: '尚未核验', nothingToCheck: '日志几秒钟后自动封存，封存后才有可核验的内容', broken: (at: string, n: number) => `${at} 核验，${n} 处异常`, behind: '此后封存的尚待核验',
    entries: (sealed: string, checked: string) => `封存 ${sealed} 条、核验 ${checked} 条`, anchored: '封存值已在库外留存', notAnchored: '封存值未在库外留存', verify: '立即核验', verifying: '正在核验…', verifyFailed: '没有核验成功，请稍后再试。',
    chains: '日志的完整性',
    which: '哪本日志', history: '查看该记录的全部变更', eventsWhy: '对隐患、检查和监管对象做过的每一件事，只增不改。只能查看，不能办理。', recordWhy: '这一条记录从登记到现在的全部变更，最近的在前。', recordChip: (end: string) => `只看记录 …${end}`, placeChip: (name: string) => `所在地：${name}`,
    noEvents: '没有业务日志', noEventsBody: '这条记录不在您的审计范围内，或者还没有任何变更。', recordedAt: '记录时间', occurredAt: '发生时间', place: '所在地', source: '来源', reason: '理由', moreFacts: (n: number) => `其余 ${n} 项`,
  },
  {
    title: 'Audit log', caption: (region: string) => `Audit log of ${region}`, search: 'Account, post, IP address, content', at: 'Time', who: 'Account', where: 'Region', address: 'IP address', kind: 'Kind', what: 'What', outcome: 'Outcome', rows: 'Rows', refused: 'Refused', done: 'Done',
    kinds: { SIGN_IN: 'Sign-in', SIGN_OUT: 'Sign-out', DENIAL: 'Denial', PERSONAL_DATA: 'Personal data', EXPORT: 'Export', ADMINISTRATION: 'Administration' },
    onlyRefused: 'Refused', byCommand: 'Command on the server', unknown: 'Unknown account', number: 'Number', record: 'Record', recordId: 'Record id',
    searchChip: (text: string) => `Search “${text}”`, regionChip: (name: string) => `Region: ${name}`, fromChip: (day: string) => `from ${day}`, toChip: (day: string) => `to ${day}`,
    empty: 'Nothing meets these filters', emptyBody: 'Take out some filters.',
    forbidden: 'Only auditors read the audit log', forbiddenBody: 'It holds sign-ins, denials, reads of personal data, exports and acts of administration.',
    logs: { EVENT: 'Log of records', AUDIT: 'Audit log' },
    sealedUpTo: (at: string) => `Sealed up to ${at}`, notSealed: 'Not sealed yet', sound: (at: string) => `verified at ${at}, whole`, notChecked: 'not verified yet', nothingToCheck: 'the logs are sealed by themselves within seconds; until then there is nothing to verify', broken: (at: string, n: number) => `verified at ${at}: ${n === 1 ? '1 finding' : `${n} findings`}`, behind: 'what was sealed since is not verified yet',
    entries: (sealed: string, checked: string) => `${sealed} sealed, ${checked} verified`, anchored: 'heads kept outside of the database', notAnchored: 'heads not kept outside of the database', verify: 'Verify now', verifying: 'Verifying…', verifyFailed: 'It could not be verified; try again later.',
    chains: 'Integrity of the logs',
    which: 'Which log', history: 'Its whole history', eventsWhy: 'Whatever was done to hazards, inspections and enterprises: added to, never changed. To be read only.', recordWhy: 'Everything done to this one record, the latest first.', recordChip: (end: string) => `Only record …${end}`, placeChip: (name: string) => `Place: ${name}`,
    noEvents: 'Nothing in the log of records', noEventsBody: 'The record lies outside of what you audit, or nothing was done to it yet.', recordedAt: 'Recorded', occurredAt: 'Happened', place: 'Place', source: 'Source', reason: 'Reason', moreFacts: (n: number) => `${n} more`,
  },
)
