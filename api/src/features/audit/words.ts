import type { AuditKind } from '@anwang/db'
import type { Finding, FindingKind } from '@anwang/db/audit/verify'
import type { ErrorText } from '@anwang/domain'
import { roleTerms } from '@anwang/domain/accounts'
import { erasureGroundTerms } from '@anwang/domain/personal'
import type { Role } from '../../auth/viewer.ts'
import type { Language } from '../../context.ts'

export const kindWords: Readonly<Record<AuditKind, ErrorText>> = {
  SIGN_IN: { zh: '登录', en: 'Sign-in' }, SIGN_OUT: { zh: '退出', en: 'Sign-out' }, DENIAL: { zh: '越权被拒', en: 'Denial' },
  PERSONAL_DATA: { zh: '个人信息', en: 'Personal data' }, EXPORT: { zh: '导出', en: 'Export' }, ADMINISTRATION: { zh: '系统管理', en: 'Administration' },
}

const actionWords: Readonly<Record<string, ErrorText>> = {
  session: { zh: '登录', en: 'Sign in' }, password: { zh: '密码通过', en: 'Password right' }, oidcVouched: { zh: '统一身份认证通过', en: 'Vouched for by the identity provider' }, demonstration: { zh: '以演示账号进入', en: 'Enter by a demonstration account' }, command: { zh: '以账号身份执行命令', en: 'Act for an account by command' }, signOut: { zh: '退出', en: 'Sign out' }, oidc: { zh: '以统一身份认证登录', en: 'Sign in by the identity provider' },
  secondFactor: { zh: '双重验证', en: 'Second factor' }, secondFactorSet: { zh: '启用双重验证', en: 'Second factor set up' }, secondFactorRemoved: { zh: '停用双重验证', en: 'Second factor removed' },
  passwordAsked: { zh: '核对密码', en: 'Password asked again' }, passwordChanged: { zh: '修改密码', en: 'Change of password' },
  'hazards.xlsx': { zh: '导出隐患台账（Excel）', en: 'Hazards as Excel' }, 'hazards.csv': { zh: '导出隐患台账（CSV）', en: 'Hazards as CSV' },
  'subjects.xlsx': { zh: '导出企业底数（Excel）', en: 'Enterprises as Excel' }, 'subjects.csv': { zh: '导出企业底数（CSV）', en: 'Enterprises as CSV' },
  'inspections.xlsx': { zh: '导出检查台账（Excel）', en: 'Inspections as Excel' }, 'inspections.csv': { zh: '导出检查台账（CSV）', en: 'Inspections as CSV' },
  'ranking.xlsx': { zh: '导出排名（Excel）', en: 'Ranking as Excel' }, 'refused.xlsx': { zh: '下载未导入的行', en: 'Rows not imported' }, 'audit.xlsx': { zh: '导出审计日志（Excel）', en: 'Audit log as Excel' },
  'audit export': { zh: '命令行导出日志', en: 'Log exported by command' },
  node: { zh: '打开记录', en: 'Open a record' }, audit: { zh: '打开审计日志', en: 'Open the audit log' }, verifyAudit: { zh: '核验日志', en: 'Check the logs' }, recordHistory: { zh: '查看一条记录的业务日志', en: 'What was done to a record, opened' }, region: { zh: '打开管辖范围以外的区域', en: 'Open a region outside of the scope' }, system: { zh: '打开系统运行状态', en: 'Open the state of the system' },
  'Subject.contacts': { zh: '查看监管对象联系人', en: 'Contacts of a subject' }, 'Hazard.contacts': { zh: '查看隐患联系人', en: 'Contacts of a hazard' }, 'Inspection.contacts': { zh: '查看检查人员姓名', en: 'Names of inspectors' },
  personalData: { zh: '按电话查找个人信息', en: 'Search for a person by telephone number' }, erasePersonalData: { zh: '删除个人信息', en: 'Personal data erased' }, retention: { zh: '保存期满自动删除个人信息', en: 'Personal data erased past its retention' },
  'grant.given': { zh: '授予岗位', en: 'Post given' }, 'grant.changed': { zh: '变更岗位', en: 'Post changed' }, 'grant.withdrawn': { zh: '收回岗位', en: 'Post withdrawn' }, 'grant.ended': { zh: '结束岗位', en: 'Post ended' },
  inviteAccount: { zh: '新建账号', en: 'Account made' }, renewInvitation: { zh: '生成密码链接', en: 'Link for a password' }, invitationTaken: { zh: '凭邀请链接设置密码', en: 'Password set by an invitation' },
  'identity.bound': { zh: '绑定统一身份认证', en: 'Identity bound' }, 'identity.unbound': { zh: '解除统一身份认证', en: 'Identity unbound' }, 'identity.changed': { zh: '变更统一身份认证', en: 'Identity changed' }, bindIdentity: { zh: '绑定统一身份认证', en: 'Bind an identity' }, unbindIdentity: { zh: '解除账号的统一身份认证', en: 'Identity of an account unbound' },
  givePost: { zh: '授予岗位', en: 'Post given' }, endPost: { zh: '结束岗位', en: 'Post ended' }, leaveOffice: { zh: '办理离任', en: 'Left office' }, signOutAccount: { zh: '退出账号的所有登录', en: 'Account signed out everywhere' },
  resetSecondFactor: { zh: '重置双重验证', en: 'Second factor reset' }, endSession: { zh: '退出一处登录', en: 'One session ended' }, accounts: { zh: '打开账号与岗位', en: 'Open the accounts' }, invite: { zh: '命令行生成密码链接', en: 'Link for a password by command' },
  locked: { zh: '多次输错，锁定', en: 'Locked after wrong tries' }, unlockAccount: { zh: '解除锁定', en: 'Account unlocked' }, eraseAccount: { zh: '注销账号', en: 'Account erased' },
  'proposal.made': { zh: '三员账号事项提请复核', en: "Officer's account: proposed" }, 'proposal.agreed': { zh: '三员账号事项复核同意', en: "Officer's account: signed" }, 'proposal.returned': { zh: '三员账号事项退回', en: "Officer's account: returned" },
  'proposal.withdrawn': { zh: '三员账号事项撤回', en: "Officer's account: withdrawn" }, 'invitation.voided': { zh: '邀请链接作废', en: 'Invitation made void' },
  countersignProposal: { zh: '复核同意', en: 'Sign a proposal' }, returnProposal: { zh: '复核退回', en: 'Return a proposal' }, withdrawProposal: { zh: '撤回申请', en: 'Withdraw a proposal' },
  officers: { zh: '命令行任命三员', en: 'Three officers appointed by command' }, init: { zh: '建立安委办和首个账号', en: 'Office and first account made' }, 'regions import': { zh: '更新行政区划', en: 'Directory of regions updated' }, rebuild: { zh: '重建统计', en: 'Figures rebuilt' },
  backup: { zh: '备份数据库', en: 'Database backed up' }, restore: { zh: '从备份恢复', en: 'Restored from a backup' }, putBack: { zh: '撤销恢复，放回原数据库', en: 'Restore undone, the database of before put back' }, acceptCut: { zh: '认可恢复造成的日志截断', en: 'Cut of the logs by a restore accepted' },
  registerSubject: { zh: '登记监管对象', en: 'Register a subject' }, changeSubject: { zh: '修改监管对象', en: 'Change a subject' }, registerHazard: { zh: '登记隐患', en: 'Register a hazard' },
  recordInspection: { zh: '录入检查', en: 'Record an inspection' }, orderRectification: { zh: '责令整改', en: 'Order rectification' }, approveLongDeadline: { zh: '批准较长期限', en: 'Approve a long deadline' },
  planRectification: { zh: '提交整改方案', en: 'Plan rectification' }, submitRectification: { zh: '提交整改', en: 'Submit rectification' }, reinspect: { zh: '复查', en: 'Re-inspect' },
  requestExtension: { zh: '申请延期', en: 'Request an extension' }, decideExtension: { zh: '审批延期', en: 'Decide on an extension' }, correctHazard: { zh: '更正隐患', en: 'Correct a hazard' },
  requestVoid: { zh: '申请作废', en: 'Request a void' }, countersignVoid: { zh: '会签作废', en: 'Countersign a void' }, refuseVoid: { zh: '拒绝作废', en: 'Refuse a void' },
  reopenHazard: { zh: '重新整改', en: 'Reopen a hazard' }, archiveHazard: { zh: '归档', en: 'Archive a hazard' }, mapImport: { zh: '核对台账', en: 'Correct an import' },
  confirmImport: { zh: '确认导入', en: 'Confirm an import' }, discardImport: { zh: '放弃导入', en: 'Discard an import' }, withdrawImport: { zh: '撤回导入', en: 'Withdraw an import' },
}

const reasonWords: Readonly<Record<string, ErrorText>> = {
  AWAITS_CODE: { zh: '登录未完成，待双重验证', en: 'Not signed in yet: second factor to be given' }, AWAITS_ENROL: { zh: '登录未完成，待设置双重验证', en: 'Not signed in yet: second factor to be set up' }, AWAITS_PASSWORD: { zh: '登录未完成，待修改密码', en: 'Not signed in yet: password to be changed' },
  NOT_FOUND: { zh: '没有这条记录，或不在权限范围内', en: 'Not there, or outside the scope' }, NOT_YOURS: { zh: '岗位没有这项权限', en: 'Not for this post' }, FORBIDDEN: { zh: '岗位没有这项权限', en: 'Not for this post' },
  INVITATION: { zh: '邀请链接无效或已使用', en: 'No such invitation, or taken' }, SHORT: { zh: '密码太短', en: 'Password too short' }, LONG: { zh: '密码太长', en: 'Password too long' }, KINDS: { zh: '密码字符种类不足', en: 'Too few kinds of characters' }, GUESSABLE: { zh: '密码容易猜到', en: 'Password easy to guess' }, USED: { zh: '密码用过', en: 'Password used before' },
  UNKNOWN_USER: { zh: '没有这个账号', en: 'Unknown user' }, WRONG_PASSWORD: { zh: '密码不正确', en: 'Wrong password' }, LOCKED: { zh: '账号或地址已锁定', en: 'Locked' }, WAIT: { zh: '尝试过多，须等待', en: 'Too many tries' }, WRONG_CODE: { zh: '验证码或恢复码不正确', en: 'Wrong code or recovery code' },
  UNKNOWN_IDENTITY: { zh: '身份没有绑定账号', en: 'Identity of no account' }, IDENTITY_TAKEN: { zh: '身份已绑定其他账号，或账号已绑定其他身份', en: 'Identity or account bound already' }, STALE: { zh: '统一身份认证已过期、已用过或不是本机发起', en: 'Too late, used, or begun elsewhere' }, CANCELLED: { zh: '在统一身份认证取消', en: 'Cancelled at the identity provider' },
  PROVIDER_DOWN: { zh: '统一身份认证没有响应', en: 'Identity provider does not answer' }, PROVIDER_WRONG: { zh: '统一身份认证的答复无效', en: 'Identity provider not believed' },
  SELF: { zh: '不能变更自己的账号', en: 'Own account' }, OUTSIDE: { zh: '不在管理范围内', en: 'Outside of what is administered' }, ACCOUNT: { zh: '没有这个账号，或不在管理范围内', en: 'No such account there' }, POST: { zh: '没有这个岗位，或不在管理范围内', en: 'No such post there' },
  ERASED: { zh: '账号已注销', en: 'Account erased' }, PROPOSAL: { zh: '没有这项申请，或不在管理范围内', en: 'No such proposal there' }, NOT_COUNTERSIGNER: { zh: '岗位不能复核', en: 'Not for this post' },
  SECOND_PERSON: { zh: '须由另一人复核', en: 'Another person signs' }, OTHERS_PROPOSAL: { zh: '他人提出的申请', en: "Another's proposal" }, PROPOSAL_ELSEWHERE: { zh: '账号在管理范围以外有岗位', en: 'Account has posts elsewhere' },
  SOURCE_NOT_YOURS: { zh: '不能登记这种来源', en: 'Source not for this post' }, NATURE_NOT_YOURS: { zh: '不能录入这种检查', en: 'Nature not for this post' },
}

const targetWords: Readonly<Record<string, ErrorText>> = {
  Hazard: { zh: '隐患', en: 'Hazard' }, Subject: { zh: '监管对象', en: 'Subject' }, Inspection: { zh: '检查', en: 'Inspection' }, Import: { zh: '导入', en: 'Import' }, Account: { zh: '账号', en: 'Account' }, Region: { zh: '区域', en: 'Region' },
}

const detailWords: Readonly<Record<string, ErrorText>> = {
  userName: { zh: '账号', en: 'Account' }, role: { zh: '角色', en: 'Role' }, region: { zh: '区域', en: 'Region' }, sectors: { zh: '行业领域', en: 'Sectors' }, from: { zh: '自', en: 'From' }, to: { zh: '失效日期', en: 'No more from' }, until: { zh: '锁定至', en: 'Locked until' }, proposal: { zh: '事项', en: 'Matter' }, proposedBy: { zh: '提出人', en: 'Proposed by' }, identity: { zh: '身份', en: 'Identity' },
  filter: { zh: '筛选', en: 'Filter' }, orderBy: { zh: '排序', en: 'Order' }, picked: { zh: '勾选', en: 'Picked' }, findings: { zh: '异常', en: 'Findings' },
  ground: { zh: '依据', en: 'Ground' }, subjects: { zh: '单位', en: 'Subjects' }, ledgers: { zh: '台账数', en: 'Ledgers' },
}

const findingWords: Readonly<Record<FindingKind, (which: string) => ErrorText>> = {
  ALTERED: (which) => ({ zh: `${which}被改动`, en: `${which} was altered` }), DELETED: (which) => ({ zh: `${which}被删除`, en: `${which} was deleted` }),
  INSERTED: (which) => ({ zh: `${which}是事后插入的`, en: `${which} was inserted` }), REORDERED: (which) => ({ zh: `${which}被调换了顺序`, en: `${which} was moved` }),
  CUT_OFF: (which) => ({ zh: `${which}起被截去`, en: `from ${which} on it was cut off` }), SEAL: (which) => ({ zh: `${which}与链条不符`, en: `${which} does not fit the chain` }),
  REMADE: (which) => ({ zh: `${which}与外部留存的不符，链条被重做`, en: `${which} is not what was kept outside: the chain was made anew` }),
}

const roleWords: Readonly<Record<Language, Readonly<Record<Role, string>>>> = roleTerms

/** Fields of the log's own filter, and what they may hold; an export of records states its filters in words. */
const filterWords: Readonly<Record<string, ErrorText>> = {
  search: { zh: '搜索', en: 'Search' }, region: { zh: '区域', en: 'Region' }, kind: { zh: '类别', en: 'Kind' }, refused: { zh: '被拒', en: 'Refused' }, from: { zh: '自', en: 'From' }, to: { zh: '至', en: 'To' },
  true: { zh: '是', en: 'yes' }, false: { zh: '否', en: 'no' }, ...kindWords,
}

const said = (of: Readonly<Record<string, ErrorText>>, code: string, language: Language): string => of[code]?.[language] ?? code

export const actionText = (action: string, language: Language): string => said(actionWords, action, language)
export const reasonText = (reason: string, language: Language): string => said(reasonWords, reason, language)
export const targetText = (target: string, language: Language): string => said(targetWords, target, language)

/** Of the proposals about the three officers. */
const proposalWords: Readonly<Record<string, ErrorText>> = {
  POST: { zh: '授予岗位', en: 'Post given' }, SECOND_FACTOR: { zh: '重置双重验证', en: 'Second factor reset' }, INVITATION: { zh: '生成密码链接', en: 'Link for a password' },
}

/** As people read it: a filter as 状态：整改中、待复查；逾期：是. */
function detailValue(value: unknown, language: Language): string {
  if (Array.isArray(value)) return value.map((one) => detailValue(one, language)).join(language === 'zh' ? '、' : ', ')
  if (typeof value !== 'object' || value === null) return said(filterWords, String(value), language)
  return Object.entries(value).map(([name, held]) => `${said(filterWords, name, language)}${language === 'zh' ? '：' : ': '}${detailValue(held, language)}`).join(language === 'zh' ? '；' : '; ')
}

export interface Detail {
  /** null: it says by itself what the entry is about. */
  readonly name: string | null
  readonly value: string
}
const ITSELF = ['title', 'name']
const ORDER = [...ITSELF, ...Object.keys(detailWords)]

/** What else an entry says, in an order to be read. */
export const detailsIn = (details: Readonly<Record<string, unknown>>, language: Language): Detail[] =>
  Object.entries(details).toSorted(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b))
    .map(([name, value]) => ({
      name: ITSELF.includes(name) ? null : said(detailWords, name, language),
      value: typeof value !== 'string' ? detailValue(value, language) : name === 'role' ? (roleWords[language][value as Role] ?? value) : name === 'proposal' ? said(proposalWords, value, language) : name === 'ground' ? said(erasureGroundTerms, value, language) : value,
    }))

/** What a check found, as one sentence. */
export function findingText({ kind, seq, n, name }: Finding, language: Language): string {
  const entry = language === 'zh' ? `第 ${seq} 条` : `entry ${seq}`
  const which = seq === null ? (language === 'zh' ? `第 ${n} 次封存` : `seal ${n}`) : name === null ? entry : language === 'zh' ? `${entry}（${name}）` : `${entry} (${name})`
  return findingWords[kind](which)[language]
}
