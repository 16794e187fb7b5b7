import { defineWords } from '../../lib/words/index.ts'

export const identityWords = defineWords(
  {
    name: '统一身份认证', heading: '统一身份认证', enter: (name: string) => `使用${name}登录`, instead: (name: string) => `使用${name}，不设密码`, or: '或',
    returning: (name: string) => `正在核对${name}…`, back: '返回登录', backToAccount: '返回我的账号',
    bound: (hint: string, day: string) => `已绑定身份 ${hint}（${day}起），可用它登录。`, unbound: (name: string) => `未绑定。绑定后可用${name}登录，不再输入密码。`, officers: '双重验证照常需要。',
    bind: '绑定', unbind: '解除绑定', byPassword: '请先输入登录密码', goBind: '前往认证并绑定', unbindNow: '解除绑定', done: '已解除绑定，以它登录的设备已全部退出。', cancel: '取消',
    onlyWay: (name: string) => `本账号没有密码，只用${name}登录。需要密码、双重验证或解除绑定的，请联系安全管理员。`,
  },
  {
    name: 'the identity provider', heading: 'Identity provider', enter: (name: string) => `Sign in with ${name}`, instead: (name: string) => `Use ${name}, without a password`, or: 'or',
    returning: (name: string) => `Checking with ${name}…`, back: 'Back to signing in', backToAccount: 'Back to my account',
    bound: (hint: string, day: string) => `Bound to the identity ${hint} since ${day}: it signs in.`, unbound: (name: string) => `Not bound. Once it is, ${name} signs in without the password.`, officers: 'The second factor is asked for as before.',
    bind: 'Bind', unbind: 'Unbind', byPassword: 'Enter your password first', goBind: 'Go there and bind', unbindNow: 'Unbind', done: 'Unbound, and the devices that it had signed in are signed out.', cancel: 'Cancel',
    onlyWay: (name: string) => `This account has no password and signs in with ${name} only. For a password, a second factor, or to unbind, ask the security administrator.`,
  },
)
