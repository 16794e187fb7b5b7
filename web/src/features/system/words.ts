import { defineWords } from '../../lib/words/index.ts'

/** The commands of `anwang` that whoever runs the server needs after the beginning. */
export const COMMANDS = ['regions import', 'recount', 'rebuild', 'audit verify', 'audit export', 'backup', 'restore', 'officers', 'invite'] as const
type Does = Readonly<Record<(typeof COMMANDS)[number], string>>

export const words = defineWords(
  {
    title: '系统运行', why: '系统管理员的工作在服务器上用命令完成。本账号不查看隐患、检查、监管对象和排名。',
    commands: '服务器命令', how: '在服务器的安装目录中运行：',
    does: {
      'regions import': '更新行政区划目录', recount: '从事件重新计数，逐项核对统计数字', rebuild: '从事件重建台账和统计', 'audit verify': '核验两本日志是否完整', 'audit export': '把一本日志完整写入新文件', backup: '把整个数据库备份到一个新文件，系统可照常运行', restore: '从备份恢复，随后重新计数并核验日志；须先停止系统', officers: '没有三员（系统管理员、安全管理员、安全审计员）时，建立其账号', invite: '安全管理员无法操作时，为一个账号生成设置密码的链接',
    } satisfies Does as Does,
    backup: '备份文件含个人信息和密码，应加密后存放在另一处。定时备份、恢复演练和恢复到某一时刻见运维手册（packages/config/operators.md）。',
    others: '不在这里办的事', othersWhy: '账号、岗位和密码由安全管理员管理；审计日志由安全审计员查看。',
  },
  {
    title: 'Running the system', why: 'A system administrator works by commands on the server. This account sees no hazards, inspections, enterprises or rankings.',
    commands: 'Commands on the server', how: 'Run in the folder of the installation:',
    does: {
      'regions import': 'Brings the directory of regions to a new edition', recount: 'Counts every figure again from the events and compares', rebuild: 'Makes records and sums anew from the events', 'audit verify': 'Checks that both logs are whole', 'audit export': 'Writes a log whole into a new file', backup: 'Writes the whole database into a new file, while the system runs', restore: 'Restores a backup, then recounts and verifies the logs; the system must be stopped', officers: 'Makes the accounts of the three officers where there are none', invite: 'A link for a new password, for when no security administrator can',
    },
    backup: 'A backup holds personal data and passwords: encrypt it and keep it elsewhere. Schedule, drills and restoring to a point in time stand in the operators’ page (packages/config/operators.md).',
    others: 'What is done elsewhere', othersWhy: 'Accounts, posts and passwords are the security administrator’s; the audit log is the auditor’s.',
  },
)
