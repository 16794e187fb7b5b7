import { defineWords } from '../../lib/words/index.ts'

export const stepWords = defineWords(
  {
    required: '请填写', next: '继续', working: '正在处理',
    codeTitle: '双重验证', codeWhy: '打开手机上的验证器应用，输入其中“安网 Anwang”的 6 位验证码。', code: '验证码', recoveryInstead: '手机不在身边？改用恢复码', codeInstead: '改用验证码', recovery: '恢复码', recoveryWhy: '每个恢复码只能用一次。', wrongRecovery: '恢复码不正确或已用过。',
    passwordTitle: '更换密码', passwordWhy: '密码已使用满 90 天或由他人代设，更换后才能继续。', current: '当前密码', password: '新密码', again: '再输一次新密码', differs: '两次输入不一致。',
    rules: '至少 10 个字符，含大写字母、小写字母、数字、符号中的三种；或至少 16 个字符。不能是常见词、键盘顺序或自己的名称。', change: '更换密码', changed: '密码已更换，其他地方的登录已全部退出。',
    enrolTitle: '设置双重验证', enrolWhy: '系统管理员、安全管理员和安全审计员登录时，除密码外还须输入手机上的验证码。', scan: '用手机上的验证器应用（如微软验证器、谷歌身份验证器）扫描这个图形：', picture: '供验证器扫描的图形', byHand: '扫不了？在验证器中手工输入这个密钥：', thenCode: '然后输入验证器显示的 6 位验证码', confirm: '启用',
    codesTitle: '请保存恢复码', codesWhy: '手机丢失或更换时，用恢复码代替验证码登录，每个只能用一次。现在抄下或打印，关闭后不再显示。', saved: '我已保存，继续', print: '打印',
    invitationTitle: (title: string) => `启用账号：${title}`, invitationWhy: (userName: string) => `您的用户名是 ${userName}。请设置自己的密码，其他人都不会知道。`, setPassword: '设置密码并登录',
    startOver: '返回登录',
  },
  {
    required: 'Required', next: 'Continue', working: 'Working',
    codeTitle: 'Second factor', codeWhy: 'Open the authenticator on your phone and enter its six digits for “Anwang”.', code: 'Code', recoveryInstead: 'No phone at hand? Use a recovery code', codeInstead: 'Use a code of the authenticator', recovery: 'Recovery code', recoveryWhy: 'Each recovery code works once.', wrongRecovery: 'The recovery code is wrong or was used already.',
    passwordTitle: 'Change the password', passwordWhy: 'The password is 90 days old, or was set by somebody else: change it to go on.', current: 'Present password', password: 'New password', again: 'New password once more', differs: 'The two are not the same.',
    rules: 'At least 10 characters with three of capitals, small letters, digits and signs; or at least 16 characters. No common words, rows of keys or names of your own.', change: 'Change the password', changed: 'The password was changed, and all other sessions have ended.',
    enrolTitle: 'Set up a second factor', enrolWhy: 'The system administrator, the security administrator and the auditor sign in with a code of their phone beside the password.', scan: 'Scan this with the authenticator on your phone (Microsoft’s, Google’s or another):', picture: 'Picture for the authenticator to scan', byHand: 'It does not scan? Enter this key in the authenticator by hand:', thenCode: 'Then enter the six digits that it shows', confirm: 'Switch on',
    codesTitle: 'Keep the recovery codes', codesWhy: 'Without the phone a recovery code signs in, each once. Write them down or print them now: they are not shown again.', saved: 'They are kept, go on', print: 'Print',
    invitationTitle: (title: string) => `Your account: ${title}`, invitationWhy: (userName: string) => `Your user name is ${userName}. Set a password that nobody else knows.`, setPassword: 'Set it and sign in',
    startOver: 'Back to signing in',
  },
)
