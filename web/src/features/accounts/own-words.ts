import { defineWords } from '../../lib/words/index.ts'

export const ownWords = defineWords(
  {
    title: '我的账号', userName: '用户名', home: '所在区域', previous: '上次登录', previousAt: (at: string, address: string | null) => (address ? `${at}，来自 ${address}` : at), first: '这是首次登录', failures: (n: number) => `其后有 ${n} 次登录失败。不是您本人所为的，请更换密码并告知安全管理员。`, posts: '现任岗位', noPosts: '目前没有岗位，看不到任何记录。请联系安全管理员。', sectors: (names: string) => ` · 仅${names}`,
    password: '登录密码', changedOn: (day: string) => `上次更换：${day}`, expiresIn: (days: number) => `还可使用 ${days} 天，期满须更换。`, change: '更换密码', cancel: '取消',
    factor: '双重验证', on: (day: string, left: number) => `已启用（${day}起），剩余恢复码 ${left} 个。`, off: '未启用。启用后，登录时除密码外还须输入手机上的验证码。', must: '系统管理员、安全管理员和安全审计员必须使用，不能关闭。', few: '恢复码快用完了，请重新设置以获得新的恢复码。',
    enable: '启用双重验证', renew: '重新设置', disable: '关闭双重验证', byPassword: '请先输入登录密码', enabled: '双重验证已启用，其他地方的登录已全部退出。', disabled: '双重验证已关闭。',
    sessions: '登录中的设备', sessionsWhy: '不认识的登录请立即退出，并更换密码。两小时不用自动退出，最长十二小时。', device: '设备', from: '来自', opened: '登录时间', seen: '最近使用', here: '本机', end: '退出', ended: '已退出，该设备的下一次操作即被拒绝。',
    unknown: '未知设备', device_: (browser: string, system: string) => `${system} 上的 ${browser}`,
    demonstration: '这是演示系统。以点击进入演示账号的，更换密码、启用双重验证须用启动时显示的演示密码。',
  },
  {
    title: 'My account', userName: 'User name', home: 'At home in', previous: 'Last sign-in', previousAt: (at: string, address: string | null) => (address ? `${at}, from ${address}` : at), first: 'this is the first', failures: (n: number) => `${n === 1 ? 'One try' : `${n} tries`} failed since. If they were not yours, change the password and tell the security administrator.`, posts: 'Posts', noPosts: 'No post at present, hence no records. Ask the security administrator.', sectors: (names: string) => ` · ${names} only`,
    password: 'Password', changedOn: (day: string) => `Last changed: ${day}`, expiresIn: (days: number) => `It lasts ${days} more days, then it has to be changed.`, change: 'Change the password', cancel: 'Cancel',
    factor: 'Second factor', on: (day: string, left: number) => `On since ${day}; ${left} recovery codes left.`, off: 'Off. When it is on, signing in asks for a code of your phone beside the password.', must: 'The three officers must have it and cannot switch it off.', few: 'The recovery codes are running out: set it up anew to get others.',
    enable: 'Switch on the second factor', renew: 'Set up anew', disable: 'Switch off the second factor', byPassword: 'Enter your password first', enabled: 'The second factor is on, and all other sessions have ended.', disabled: 'The second factor is off.',
    sessions: 'Devices signed in', sessionsWhy: 'End any that you do not know at once, and change the password. Two hours unused, or twelve in all, end a session.', device: 'Device', from: 'From', opened: 'Signed in', seen: 'Last used', here: 'This one', end: 'End', ended: 'Ended: the next thing done there is refused.',
    unknown: 'Unknown device', device_: (browser: string, system: string) => `${browser} on ${system}`,
    demonstration: 'This is a demonstration. If you entered its account by a click, changing the password or second factor takes the password shown at the start.',
  },
)
