import { defineWords } from '../../lib/words/index.ts'

export const erasing = defineWords(
  {
    erase: '删除个人信息', eraseOf: (who: string) => `删除个人信息：${who}`, title: '删除个人信息', confirm: '永久删除', erased: '个人信息已删除',
    effect: '姓名和电话将被永久删除，不能恢复；备份中的副本随备份到期删除，从备份恢复后须重做（见运维手册）。检查、隐患和统计数字不受影响；审计日志只记录哪些单位处删除过、由谁、依据什么。',
    where: '删除范围', here: '只删除这里的这一条', everywhere: (contacts: number, ledgers: number) => `删除您辖区内这个号码的所有记录：联系人 ${contacts} 处${ledgers > 0 ? `，台账 ${ledgers} 份中的相关行` : ''}`,
    openLedgers: (n: number) => `其中 ${n} 份台账还没有导入，将被整份放弃，去掉此人后可以重新上传。`,
    ground: '删除依据', unreachable: '连接不上服务器，没有删除。请检查网络后重试。', failed: '没有删除成功，请重试。',
  },
  {
    erase: 'Erase', eraseOf: (who: string) => `Erase the personal data of ${who}`, title: 'Erase personal data', confirm: 'Erase for good', erased: 'The personal data is erased',
    effect: 'Name and telephone number are erased for good. Copies in backups go when the backups expire; after a restore from one, the erasure has to be repeated (see the operator’s manual). Inspections, hazards and figures stay as they are; the audit log keeps at which subjects something was erased, by whom and on what ground.',
    where: 'What to erase', here: 'This one here only', everywhere: (contacts: number, ledgers: number) => `All records of this number in your area: ${contacts === 1 ? '1 contact' : `${contacts} contacts`}${ledgers > 0 ? ` and the rows with it in ${ledgers === 1 ? '1 ledger' : `${ledgers} ledgers`}` : ''}`,
    openLedgers: (n: number) => `${n === 1 ? '1 ledger has' : `${n} ledgers have`} not been imported yet and will be thrown away whole; without this person they can be uploaded again.`,
    ground: 'Ground', unreachable: 'The server cannot be reached; nothing was erased. Check the network and try again.', failed: 'Nothing was erased: try again.',
  },
)
