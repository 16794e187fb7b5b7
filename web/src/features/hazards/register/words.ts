import { defineWords } from '../../../lib/words/index.ts'

export const words = defineWords(
  {
    title: '登记隐患', subject: '监管对象', subjectHint: '输入名称中的几个字', newSubject: '没有登记过？先登记', source: '来源', foundOn: '发现日期', sector: '行业领域', sectorHint: '不选则按监管对象的行业',
    why: '没有录入检查、直接发现的隐患在这里登记；一次检查发现的请用“录入检查”。', send: '登记隐患', future: '不能晚于今天', notYours: '您的岗位不能登记这个单位的隐患。', forbidden: '您的账号不能登记隐患', forbiddenBody: '由安委办、监管部门、网格员和企业登记。',
    preview: (name: string, level: string, spot: boolean) => `登记后“${name}”新增 1 条${level}${spot ? '，当场整改，直接销号' : '，等待责令整改'}。`,
  },
  {
    title: 'Register a hazard', subject: 'Subject', subjectHint: 'Type a part of its name', newSubject: 'Not registered? Register it first', source: 'Source', foundOn: 'Found on', sector: 'Sector', sectorHint: 'Left out: that of the subject',
    why: 'For hazards found without an inspection; what a visit found is recorded with it.', send: 'Register', future: 'Not after today', notYours: 'Your post does not register hazards of this subject.', forbidden: 'Your account does not register hazards', forbiddenBody: 'The committee office, departments, grid workers and enterprises do.',
    preview: (name: string, level: string, spot: boolean) => `“${name}” has one more: ${level}${spot ? ', corrected on the spot and closed' : ', to be ordered'}.`,
  },
)
