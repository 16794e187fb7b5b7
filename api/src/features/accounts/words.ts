import type { Language } from '../../context.ts'
import { identityWords } from './oidc/words.ts'
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './passwords.ts'
import type { Refusal } from './steps.ts'

/** One message for a wrong password, an unknown name and a name that has to wait. */
export const NOT_SIGNED_IN: Readonly<Record<Language, string>> = {
  zh: '用户名或密码不正确。多次输错后须等待一段时间才能再试。',
  en: 'The user name or the password is wrong. After several wrong tries one has to wait before the next.',
}
export const BUSY: Readonly<Record<Language, string>> = { zh: '正在登录的人太多，请稍候再试。', en: 'Too many are signing in just now: try again in a moment.' }

const words: Readonly<Record<Refusal, Readonly<Record<Language, string>>>> = {
  ...identityWords,
  UNAUTHENTICATED: { zh: '登录已失效，请重新登录。', en: 'The session has ended: sign in again.' },
  WRONG_CODE: { zh: '验证码不正确或已用过。', en: 'The code is wrong or was used already.' },
  WRONG_PASSWORD: { zh: '当前密码不正确。', en: 'The present password is wrong.' },
  WAIT: { zh: '输错次数过多，请等待一段时间再试。', en: 'Too many wrong tries: wait a while before the next.' },
  NOT_NOW: { zh: '现在不能进行这一步，请重新登录。', en: 'This is not the step to take now: sign in again.' },
  REQUIRED: { zh: '系统管理员、安全管理员和安全审计员必须使用双重验证。', en: 'The three officers must have a second factor.' },
  INVITATION: { zh: '邀请链接已失效或已用过，请向安全管理员索取新的链接。', en: 'The invitation was used or is too old: ask the security administrator for another.' },
  SHORT: { zh: `密码至少 ${SHORTEST_PASSWORD} 个字符。`, en: `A password has at least ${SHORTEST_PASSWORD} characters.` },
  LONG: { zh: `密码最多 ${LONGEST_PASSWORD} 个字符。`, en: `A password has at most ${LONGEST_PASSWORD} characters.` },
  KINDS: { zh: '少于 16 个字符的密码须包含大写字母、小写字母、数字、符号中的三种。', en: 'Below 16 characters a password needs three of capitals, small letters, digits and signs.' },
  GUESSABLE: { zh: '这个密码容易被猜到：不要用常见词、键盘顺序、日期或自己的名称。', en: 'This password is easily guessed: no common words, rows of keys, dates or names of your own.' },
  USED: { zh: '不能使用当前密码或最近用过的密码。', en: 'Neither the present password nor one of the last can be used.' },
}

export const refusalText = (code: Refusal, language: Language): string => words[code][language]

const administration = {
  NOT_YOURS: { zh: '账号和岗位由安全管理员管理。', en: 'Accounts and posts are the security administrator\'s.' },
  OUTSIDE: { zh: '该区域不在您的管理范围内。', en: 'The region is outside of what you administer.' },
  ELSEWHERE: { zh: '该账号在您的管理范围以外另有岗位，请由上级安全管理员办理。', en: 'The account holds posts outside of what you administer: the security administrator above changes it.' },
  SELF: { zh: '不能变更自己的账号和岗位，请由另一位安全管理员办理。', en: 'Nobody changes their own account: another security administrator does.' },
  REGION: { zh: '没有这个区域。', en: 'There is no such region.' },
  ACCOUNT: { zh: '没有这个账号。', en: 'There is no such account.' },
  POST: { zh: '没有这个岗位。', en: 'There is no such post.' },
  USER_NAME: { zh: '用户名为 3 至 50 个小写字母、数字、点、横线，首尾为字母或数字。', en: 'A user name has 3 to 50 small letters, digits, dots and dashes, a letter or digit at either end.' },
  USER_NAME_TAKEN: { zh: '这个用户名已有人使用。', en: 'The user name is taken.' },
  TITLE: { zh: '请填写岗位名称，不超过 60 字。', en: 'Give the name of the post, at most 60 characters.' },
  ENTERPRISE: { zh: '企业岗位须按统一社会信用代码关联管辖范围内的一家企业：没有这家企业、代码有误，或有多家相同。', en: 'A post of an enterprise belongs to one enterprise by its credit code: there is none there, the code is wrong, or several have it.' },
  BACKDATED: { zh: '不能早于今天。', en: 'Not before today.' },
  UNTIL: { zh: '结束日期须晚于开始日期。', en: 'The end comes after the beginning.' },
  SECTORS: { zh: '这个岗位不能限定行业领域，或行业领域不存在。', en: 'This post cannot be narrowed to sectors, or there is no such sector.' },
  OFFICERS: { zh: '系统管理员、安全管理员、安全审计员须由不同的人担任，也不能同时兼任其他岗位；该账号已担任过其中另一岗位，或已有其他岗位。请另建账号。', en: 'The three officers are never one person, and hold no other post meanwhile: this account held another of these posts, or holds another post. Make another account.' },
  ERASED: { zh: '该账号已注销。', en: 'The account was erased.' },
  IN_OFFICE: { zh: '该账号仍有岗位，请先办理离任。', en: 'The account holds or is to hold posts: it leaves office first.' },
  PROPOSAL: { zh: '没有这项申请。', en: 'There is no such proposal.' },
  NOT_COUNTERSIGNER: { zh: '由安全管理员或系统管理员复核。', en: 'A security or system administrator signs it.' },
  SECOND_PERSON: { zh: '须由另一人复核：不能复核自己提出的申请，也不能复核自己账号的事项。', en: 'Another person signs it: neither who proposed it nor whose account it is.' },
  OTHERS_PROPOSAL: { zh: '只能撤回自己提出的申请。', en: 'Only who proposed it withdraws it.' },
  DECIDED: { zh: '这项申请已经办结。', en: 'The proposal was decided already.' },
  EXPIRED: { zh: '这项申请已过期，请重新提出。', en: 'The proposal is over: propose it again.' },
  PROPOSAL_ELSEWHERE: { zh: '该账号在您的管理范围以外有岗位，请由上级复核。', en: 'The account has posts outside of your area: the level above signs it.' },
  PROPOSER_LEFT: { zh: '提出人已不再担任安全管理员，请重新提出。', en: 'Who proposed it is no security administrator any more: propose it again.' },
  REASON: { zh: '请填写退回原因，不超过 200 字。', en: 'Give the reason, at most 200 characters.' },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>

export const administrationText = (code: keyof typeof administration, language: Language): string => administration[code][language]
