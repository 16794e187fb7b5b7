import { count } from '../../lib/format.ts'
import { defineWords } from '../../lib/words/index.ts'
import type { Attention } from './attention.ts'

/** The commands of `anwang` that whoever runs the server needs after the beginning. */
export const COMMANDS = ['regions import', 'recount', 'rebuild', 'audit verify', 'audit export', 'backup', 'restore', 'officers', 'invite'] as const
type See = Readonly<Record<Attention, string>>
type Does = Readonly<Record<(typeof COMMANDS)[number], string>>

export const words = defineWords(
  {
    title: '系统运行', why: '每天看一次运行状态；需要处理的在服务器上用命令完成。本账号不查看隐患、检查、监管对象和排名。',
    state: '运行状态', well: '运行正常，没有需要处理的事项', attention: (n: number) => `有 ${n} 项需要处理`,
    see: {
      BROKEN: '日志核验发现异常。请立即联系安全审计员，在“审计日志”页查看是哪一条；不要删除或恢复数据库。',
      NO_BACKUP: '从未备份。请在服务器上运行 anwang backup，并设置每晚自动备份。', OLD_BACKUP: '已有两天以上没有备份。请检查定时备份是否运行、磁盘是否已满。',
      UNFOLDED: '统计汇总停滞超过五分钟。页面上的数字仍然正确，但打开会变慢；请查看服务器日志，必要时重启服务。', UNSEALED: '日志封存停滞超过五分钟。请查看服务器日志，必要时重启服务。',
      UNCHECKED: '已有两天以上没有核验日志。请在服务器上运行 anwang audit verify。', NOT_ANCHORED: '日志的封存值未在库外留存。请设置 ANWANG_AUDIT_ANCHOR，否则整本日志被换掉时无法发现。',
    } satisfies See as See,
    backups: '最近备份', backedUp: (at: string, file: string) => `${at}（${file}）`, never: '从未备份', figures: '统计汇总', folded: '已全部汇总', unfolded: (n: number) => `${count(n)} 条变更等待汇总，页面数字已计入`,
    seals: '日志封存', sealedUpTo: (at: string) => `封存至 ${at}`, notSealed: '尚未封存', unsealed: (n: number) => `${count(n)} 条等待封存`, checks: '日志核验', sound: (at: string) => `${at} 核验，完好`, broken: (at: string) => `${at} 核验，有异常`, notChecked: '尚未核验，每天自动一次',
    anchored: '封存值已在库外留存', notAnchored: '封存值未在库外留存', database: '数据库', server: '服务', since: (at: string) => `${at} 启动`,
    commands: '服务器命令', how: '在服务器的安装目录中运行：',
    does: {
      'regions import': '更新行政区划目录', recount: '从事件重新计数，逐项核对统计数字', rebuild: '从事件重建台账和统计', 'audit verify': '核验两本日志是否完整', 'audit export': '把一本日志完整写入新文件', backup: '把整个数据库备份到一个新文件，系统可照常运行', restore: '从备份恢复，随后重新计数并核验日志；须先停止系统', officers: '没有三员（系统管理员、安全管理员、安全审计员）时，建立其账号', invite: '安全管理员无法操作时，为一个账号生成设置密码的链接',
    } satisfies Does as Does,
    backup: '备份文件含个人信息和密码，应加密后存放在另一处。定时备份、恢复演练和恢复到某一时刻见运维手册（packages/config/operators.md，其中有中文的“第一天”和“每天看什么”）。',
    others: '不在这里办的事', othersWhy: '账号、岗位和密码由安全管理员管理；审计日志由安全审计员查看。',
  },
  {
    title: 'Running the system', why: 'Look at it once a day; what is to be done is done by commands on the server. This account sees no hazards, inspections, enterprises or rankings.',
    state: 'How it runs', well: 'It runs well: there is nothing to see to', attention: (n: number) => (n === 1 ? 'One thing to see to' : `${n} things to see to`),
    see: {
      BROKEN: 'The verification of the logs found something. Tell the auditor at once, who sees on the page “Audit log” which entry it is; delete and restore nothing.',
      NO_BACKUP: 'It was never backed up. Run anwang backup on the server, and have it run every night.', OLD_BACKUP: 'The last backup is more than two days old. See whether the timer runs and the disk has room.',
      UNFOLDED: 'Changes have waited more than five minutes for the sums. Figures stay right, pages get slower: see the log of the server, and start it anew if need be.', UNSEALED: 'Entries of the logs have waited more than five minutes to be sealed: see the log of the server, and start it anew if need be.',
      UNCHECKED: 'The logs were not verified for more than two days: run anwang audit verify on the server.', NOT_ANCHORED: 'The heads of the logs are not kept outside of the database: set ANWANG_AUDIT_ANCHOR, or nobody notices a log that is replaced whole.',
    },
    backups: 'Last backup', backedUp: (at: string, file: string) => `${at} (${file})`, never: 'never', figures: 'Sums', folded: 'all folded', unfolded: (n: number) => `${n === 1 ? 'one change waits' : `${count(n)} changes wait`} to be folded; pages count them already`,
    seals: 'Seals of the logs', sealedUpTo: (at: string) => `sealed up to ${at}`, notSealed: 'not sealed yet', unsealed: (n: number) => (n === 1 ? 'one entry waits' : `${count(n)} entries wait`), checks: 'Verification', sound: (at: string) => `verified at ${at}, whole`, broken: (at: string) => `verified at ${at}, not whole`, notChecked: 'not yet; once a day by itself',
    anchored: 'heads kept outside of the database', notAnchored: 'heads not kept outside of the database', database: 'Database', server: 'Server', since: (at: string) => `started ${at}`,
    commands: 'Commands on the server', how: 'Run in the folder of the installation:',
    does: {
      'regions import': 'Brings the directory of regions to a new edition', recount: 'Counts every figure again from the events and compares', rebuild: 'Makes records and sums anew from the events', 'audit verify': 'Checks that both logs are whole', 'audit export': 'Writes a log whole into a new file', backup: 'Writes the whole database into a new file, while the system runs', restore: 'Restores a backup, then recounts and verifies the logs; the system must be stopped', officers: 'Makes the accounts of the three officers where there are none', invite: 'A link for a new password, for when no security administrator can',
    },
    backup: 'A backup holds personal data and passwords: encrypt it and keep it elsewhere. Schedule, drills and restoring to a point in time stand in the operators’ page (packages/config/operators.md).',
    others: 'What is done elsewhere', othersWhy: 'Accounts, posts and passwords are the security administrator’s; the audit log is the auditor’s.',
  },
)
