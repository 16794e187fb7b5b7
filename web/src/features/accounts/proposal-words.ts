import { defineWords } from '../../lib/words/index.ts'

type Kind = 'POST' | 'SECOND_FACTOR' | 'INVITATION'
type State = 'OPEN' | 'AGREED' | 'RETURNED' | 'WITHDRAWN' | 'EXPIRED'

export const proposalWords = defineWords(
  {
    title: '三员账号复核', why: '授予三员岗位、重置三员的双重验证、为三员生成密码链接，须由一位安全管理员提出，另一位安全管理员或系统管理员复核，7 天内有效。同意前请核实本人和事由。',
    none: '没有待复核的事项。', all: '查看已办结的', openOnly: '只看待复核的', next: '后面的', start: '回到最前',
    kinds: { POST: '授予岗位', SECOND_FACTOR: '重置双重验证', INVITATION: '生成密码链接' } as Readonly<Record<Kind, string>>,
    states: { OPEN: '待复核', AGREED: '已同意', RETURNED: '已退回', WITHDRAWN: '已撤回', EXPIRED: '已过期' } as Readonly<Record<State, string>>,
    matter: (kind: string, userName: string) => `${kind}：${userName}`, from: (day: string) => `自 ${day} 起`, until: (day: string) => `${day} 起失效`,
    proposed: (who: string, at: string) => `${who} ${at} 提出`, expires: (at: string) => `${at} 前有效`, decided: (who: string, at: string) => `${who} ${at} 办理`, reasonIs: (reason: string) => `退回原因：${reason}`,
    agree: '复核同意', agreeWhy: '同意后立即生效，并记入审计日志。', agreePostWhy: '同意后立即生效，并记入审计日志。该账号如不是现任三员，原有的密码、双重验证、统一身份认证、登录和链接一律作废，随申请生成的新链接启用：链接在提出人手中，请确认交给了本人。', giveBack: '退回', reason: '退回原因', cancel: '取消', required: '请填写', withdraw: '撤回', withdrawWhy: '撤回后须重新提出。',
    agreed: '已复核同意，立即生效。', returned: '已退回。', withdrawn: '已撤回。', own: '这是您提出的，由另一人复核。',
  },
  {
    title: 'Second signatures', why: 'An officer’s post, a reset of an officer’s second factor and a link for an officer’s password are proposed by one security administrator and signed by another or by a system administrator, within 7 days. Make sure of the person and the reason before you sign.',
    none: 'Nothing waits for a signature.', all: 'Those decided too', openOnly: 'Only those that wait', next: 'Further ones', start: 'From the beginning',
    kinds: { POST: 'Post given', SECOND_FACTOR: 'Second factor reset', INVITATION: 'Link for a password' } as Readonly<Record<Kind, string>>,
    states: { OPEN: 'waits', AGREED: 'signed', RETURNED: 'returned', WITHDRAWN: 'withdrawn', EXPIRED: 'over' } as Readonly<Record<State, string>>,
    matter: (kind: string, userName: string) => `${kind}: ${userName}`, from: (day: string) => `from ${day}`, until: (day: string) => `holds no more from ${day} on`,
    proposed: (who: string, at: string) => `proposed by ${who}, ${at}`, expires: (at: string) => `until ${at}`, decided: (who: string, at: string) => `decided by ${who}, ${at}`, reasonIs: (reason: string) => `Returned: ${reason}`,
    agree: 'Sign', agreeWhy: 'It is done at once, and stands in the audit log.', agreePostWhy: 'It is done at once, and stands in the audit log. Unless the account is an officer’s already, its password, second factor, bound identity, sessions and links are void, and the link made with the proposal works: who proposed it holds that link; make sure that it reaches the person.', giveBack: 'Return', reason: 'Why', cancel: 'Cancel', required: 'Required', withdraw: 'Withdraw', withdrawWhy: 'Afterwards it has to be proposed again.',
    agreed: 'Signed, and done at once.', returned: 'Returned.', withdrawn: 'Withdrawn.', own: 'You proposed it: another person signs it.',
  },
)
