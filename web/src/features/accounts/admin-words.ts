import { defineWords } from '../../lib/words/index.ts'

export const adminWords = defineWords(
  {
    title: '账号与岗位', search: '按用户名或岗位名称查找', create: '新建账号', forbidden: '账号和岗位由安全管理员管理', forbiddenBody: '您的账号没有安全管理员岗位。', none: '没有找到账号', noneBody: '换个词再找，或新建一个账号。',
    head: { name: '用户名', title: '岗位名称', home: '所在区域', posts: '现任岗位', state: '状态', factor: '双重验证', sessions: '在线' },
    noPost: '无岗位', inactive: '尚未登录', invited: (until: string) => `已邀请，${until}前有效`, active: '正常', factorOn: '已启用', factorOff: '未设置', online: (n: number) => `${n} 处登录`, offline: '—',
    open: (name: string) => `查看 ${name}`, close: '关闭', posts: '岗位', history: '以往和将来的岗位', from: '自', until: '至', endPost: '结束', endedOn: (day: string) => `至 ${day} 止`, since: (day: string) => `自 ${day} 起`, allSectors: '全部行业领域',
    give: '授予岗位', role: '岗位', region: '管辖区域', chooseRegion: '选择区域', creditCode: '统一社会信用代码', creditCodeHint: '企业账号只看到这一家企业的记录。', sectors: '行业领域（不选为全部）', fromDay: '开始日期', untilDay: '结束日期（不填为长期；当日起失效）', giveNow: '授予', cancel: '取消',
    userName: '用户名', userNameHint: '小写字母、数字、点、横线，如 county.leader', postTitle: '岗位名称', postTitleHint: '如“南乐县安委办”，不写个人姓名', postTitleEn: '英文名称', homeRegion: '所在区域', createNow: '建立并生成邀请链接', required: '请填写',
    elsewhere: '该账号在您的管理范围以外另有岗位，由上级安全管理员变更。', self: '这是您自己的账号，须由另一位安全管理员变更。',
    link: '邀请链接', linkWhy: '请当面或用安全渠道交给本人。链接 7 天内有效，只能用一次，关闭后不再显示。', copy: '复制链接', copied: '已复制',
    acts: {
      renewInvitation: ['生成密码链接', '生成新的链接，由本人自行设置密码；以前的链接作废。', '已生成。'],
      signOutAccount: ['退出所有登录', '该账号在所有设备上立即退出。', '已全部退出，下一次操作即被拒绝。'],
      resetSecondFactor: ['重置双重验证', '用于手机和恢复码都丢失时：清除双重验证并退出所有登录。', '已重置。'],
      unbindIdentity: ['解除统一身份认证', '该身份不能再登录本账号，所有登录立即退出；没有密码的账号须另给密码链接。', '已解除。'],
      leaveOffice: ['离任', '该账号的全部岗位今天结束，邀请作废，统一身份认证解除，所有登录立即退出。', '已办理离任。'],
    } as Record<string, readonly [string, string, string]>,
    identity: (hint: string, since: string) => `统一身份认证：已绑定 ${hint}（${since}起）`,
    confirm: '确认', given: '岗位已授予，从下一次操作起生效。', postEnded: '岗位已结束，从下一次操作起失效。', endWhy: '今天起不再有这个岗位，下一次操作即被拒绝。',
  },
  {
    title: 'Accounts and posts', search: 'Find by user name or post', create: 'New account', forbidden: 'Accounts and posts are the security administrator’s', forbiddenBody: 'Your account does not hold that post.', none: 'No account was found', noneBody: 'Try another word, or make an account.',
    head: { name: 'User name', title: 'Post', home: 'At home in', posts: 'Holds', state: 'State', factor: 'Second factor', sessions: 'Signed in' },
    noPost: 'no post', inactive: 'no password yet', invited: (until: string) => `invited, until ${until}`, active: 'in use', factorOn: 'on', factorOff: 'not set up', online: (n: number) => `${n} sessions`, offline: '—',
    open: (name: string) => `Open ${name}`, close: 'Close', posts: 'Posts', history: 'Past and future posts', from: 'from', until: 'until', endPost: 'End', endedOn: (day: string) => `until ${day}`, since: (day: string) => `from ${day}`, allSectors: 'all sectors',
    give: 'Give a post', role: 'Post', region: 'Region', chooseRegion: 'Choose a region', creditCode: 'Credit code', creditCodeHint: 'The account sees the records of that enterprise only.', sectors: 'Sectors (none: all)', fromDay: 'From', untilDay: 'Until (empty: for good; from that day it holds no more)', giveNow: 'Give', cancel: 'Cancel',
    userName: 'User name', userNameHint: 'Small letters, digits, dots and dashes, such as county.leader', postTitle: 'Name of the post', postTitleHint: 'Such as “Committee office, Nanle”; no names of persons', postTitleEn: 'In English', homeRegion: 'At home in', createNow: 'Make it and show the invitation', required: 'Required',
    elsewhere: 'The account holds posts outside of what you administer: the security administrator above changes it.', self: 'This is your own account: another security administrator changes it.',
    link: 'Invitation', linkWhy: 'Give it to the person, or send it by a safe way. It works once within 7 days and is not shown again.', copy: 'Copy', copied: 'Copied',
    acts: {
      renewInvitation: ['Link for a password', 'A new link by which the person sets a password; earlier links hold no more.', 'The link was made.'],
      signOutAccount: ['Sign out everywhere', 'The account is signed out on all devices at once.', 'Signed out: the next thing done is refused.'],
      resetSecondFactor: ['Reset the second factor', 'For whoever lost phone and recovery codes: takes the second factor away and signs out everywhere.', 'It was reset.'],
      unbindIdentity: ['Unbind the identity', 'The identity signs in as this account no more, and the account is signed out everywhere. Without a password it needs a link for one.', 'Unbound.'],
      leaveOffice: ['Leaves office', 'All posts of the account end today, its invitation and a bound identity hold no more, and it is signed out everywhere.', 'The account holds no more posts.'],
    } as Record<string, readonly [string, string, string]>,
    identity: (hint: string, since: string) => `Identity provider: bound to ${hint} since ${since}`,
    confirm: 'Confirm', given: 'The post is given and holds from the next request on.', postEnded: 'The post has ended and allows nothing from the next request on.', endWhy: 'From today the post holds no more; the next request is refused.',
  },
)
