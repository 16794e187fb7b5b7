/** Why a command is refused: words as data, `{field}` standing for the field's name. */
export interface ErrorText {
  readonly zh: string
  readonly en: string
}

/** Either the events to append, in order, or the reason why there are none. `field` names the input at fault. */
export type Decision<Event, Code extends string> =
  | { readonly ok: true; readonly events: readonly Event[] }
  | Refusal<Code>

export interface Refusal<Code extends string = string> {
  readonly ok: false
  readonly code: Code
  readonly field?: string
  readonly message: ErrorText
}

export const fieldNames: Readonly<Record<string, ErrorText>> = {
  accountId: { zh: '计入地', en: 'accountable region' },
  actorId: { zh: '办理人', en: 'person acting' },
  at: { zh: '发生时间', en: 'time' },
  contingency: { zh: '应急预案', en: 'contingency plan' },
  controlMeasures: { zh: '管控措施', en: 'control measures' },
  creditCode: { zh: '统一社会信用代码', en: 'unified social credit code' },
  description: { zh: '隐患描述', en: 'description' },
  document: { zh: '文书', en: 'document' },
  dueOn: { zh: '整改期限', en: 'deadline' },
  duplicateOf: { zh: '重复的隐患', en: 'duplicate' },
  findings: { zh: '检查情况', en: 'findings' },
  finishedOn: { zh: '检查结束日期', en: 'last day of the inspection' },
  foundOn: { zh: '发现日期', en: 'day found' },
  fundsYuan: { zh: '整改资金', en: 'funds' },
  hazardSources: { zh: '重大危险源数', en: 'major hazard sources' },
  hazardSourcesOnline: { zh: '已接入的重大危险源数', en: 'hazard sources online' },
  key: { zh: '重点企业', en: 'key enterprise' },
  level: { zh: '隐患级别', en: 'level' },
  measures: { zh: '整改措施', en: 'measures' },
  name: { zh: '名称', en: 'name' },
  number: { zh: '编号', en: 'number' },
  onSite: { zh: '现场复查', en: 'on-site re-inspection' },
  placeId: { zh: '所在地', en: 'place' },
  reason: { zh: '理由', en: 'reason' },
  responsiblePost: { zh: '整改责任岗位', en: 'responsible post' },
  startedOn: { zh: '检查开始日期', en: 'first day of the inspection' },
  status: { zh: '生产状态', en: 'status' },
  subjectId: { zh: '监管对象', en: 'subject' },
}

export const hazardErrors = {
  NOT_REGISTERED: { zh: '隐患尚未登记', en: 'The hazard is not registered' },
  ALREADY_REGISTERED: { zh: '隐患已经登记', en: 'The hazard is registered already' },
  WRONG_STATE: { zh: '隐患当前的状态不能进行此操作', en: 'The hazard is not in a state that allows this' },
  REQUIRED: { zh: '请填写{field}', en: 'The {field} is missing' },
  BAD_DAY: { zh: '{field}不是有效日期', en: 'The {field} is no valid day' },
  BAD_AMOUNT: { zh: '{field}应为不小于零的整数（元）', en: 'The {field} must be whole yuan, zero or more' },
  IN_FUTURE: { zh: '{field}不能晚于今天', en: 'The {field} lies in the future' },
  TOO_EARLY: { zh: '{field}早于之前的事实', en: 'The {field} lies before what it follows' },
  NOT_LATER: { zh: '{field}应晚于现在的整改期限', en: 'The {field} must be later than the deadline in force' },
  LATER_THAN_ASKED: { zh: '{field}不能晚于申请的期限', en: 'The {field} is later than what was asked for' },
  PLAN_AFTER_DEADLINE: { zh: '方案的{field}不能晚于隐患的整改期限', en: "The plan's {field} is later than the hazard's" },
  DEADLINE_PASSED: { zh: '整改期限已过，不能再改期限；逾期天数照计', en: 'The deadline has passed and stands; the days overdue count' },
  BEFORE_DEADLINE: { zh: '未提交整改的，到期后才能复查', en: 'Without a submission, re-inspect when the deadline has come' },
  NOT_A_LONG_DEADLINE: { zh: '整改期限未超过发现后30日，无需批准', en: 'The deadline is within 30 days of finding and needs no approval' },
  ALREADY_APPROVED: { zh: '长期限已经批准', en: 'The long deadline is approved already' },
  LEVEL_ABOVE_ONLY: { zh: '只能由上一级办理', en: 'Only the level above may do this' },
  MAJOR_ONLY: { zh: '只适用于重大隐患', en: 'Only for major hazards' },
  GENERAL_ONLY: { zh: '重大隐患不能当场整改销号', en: 'A major hazard cannot be closed on the spot' },
  PLAN_FIRST: { zh: '重大隐患须先制定整改方案', en: 'A major hazard needs its plan first' },
  ON_SITE_ONLY: { zh: '重大隐患须现场复查后销号', en: 'A major hazard closes only by an on-site re-inspection' },
  ANOTHER_PERSON: { zh: '须由另一人办理', en: 'Somebody else must do this' },
  WRONG_DOCUMENT: { zh: '责令限期整改指令书只能由行政检查出具', en: 'Only an administrative inspection issues a rectification order' },
  ONE_EXTENSION: { zh: '每轮整改只能申请一次延期', en: 'A round has one request for extension' },
  EXTENSION_PENDING: { zh: '延期申请尚未审批', en: 'A request for extension is still to be decided' },
  NO_REQUEST: { zh: '没有待审批的申请', en: 'There is no request to decide' },
  VOID_PENDING: { zh: '已有作废申请待会签', en: 'A void is waiting for its second signature' },
  NOTHING_CHANGED: { zh: '没有任何改动', en: 'Nothing is changed' },
  REOPEN_FIRST: { zh: '已销号的隐患须先重新打开，才能改为重大隐患', en: 'Reopen the closed hazard before making it a major one' },
  LISTED: { zh: '正在挂牌督办，须先摘牌', en: 'It is under listed supervision: delist it first' },
  NOT_LISTED: { zh: '没有挂牌督办', en: 'It is not under listed supervision' },
  NOT_BY_IMPORT: { zh: '不能通过台账导入办理', en: 'This cannot be imported' },
} as const satisfies Record<string, ErrorText>
export type HazardError = keyof typeof hazardErrors

/** The words of an error with the field's name put in. */
export function errorText(text: ErrorText, field: string | undefined): ErrorText {
  const name = (field === undefined ? undefined : fieldNames[field]) ?? { zh: field ?? '', en: field ?? '' }
  return { zh: text.zh.replace('{field}', name.zh), en: text.en.replace('{field}', name.en) }
}

export const refusal = <Code extends string>(texts: Readonly<Record<Code, ErrorText>>, code: Code, field?: string): Refusal<Code> => ({
  ok: false, code, ...(field !== undefined && { field }), message: errorText(texts[code], field),
})
