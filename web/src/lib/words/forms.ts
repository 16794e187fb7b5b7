import { defineWords, useWords } from './index.ts'

const forms = defineWords(
  {
    required: '请填写', optional: '可不填',
    saving: '正在提交', saved: '已保存',
    draftKept: '上次没有提交的内容还在。', draftDiscard: '清空重填',
    unreachable: '连接不上服务器，没有提交。填写的内容已保存在本机，请检查网络后重试。',
    failed: '没有提交成功。填写的内容已保存在本机。',
    conflict: '在您填写期间，有人办理了这条记录。您填写的内容还在，请看过变化后再提交。',
    checkFields: (n: number) => `有 ${n} 处需要更正`,
    badDay: '请写成 2026-01-31 的样子', pickDay: '打开日历',
    choose: '请选择', search: '搜索',
  },
  {
    required: 'Required', optional: 'optional',
    saving: 'Sending', saved: 'Saved',
    draftKept: 'What you did not send last time is still here.', draftDiscard: 'Start over',
    unreachable: 'The server cannot be reached; nothing was sent. What you typed is kept on this device. Check the network and try again.',
    failed: 'Nothing was sent. What you typed is kept on this device.',
    conflict: 'Somebody worked on this record meanwhile. What you typed is kept; look at what changed, then send it again.',
    checkFields: (n: number) => (n === 1 ? 'One field needs correcting' : `${n} fields need correcting`),
    badDay: 'Write it as 2026-01-31', pickDay: 'Open the calendar',
    choose: 'Choose', search: 'Search',
  },
)

export type FormWords = ReturnType<typeof useFormWords>
export const useFormWords = () => useWords(forms)
