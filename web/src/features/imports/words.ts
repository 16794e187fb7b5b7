import { periodWords } from '../../lib/periods.ts'
import { defineWords } from '../../lib/words/index.ts'

interface Writing { readonly new: number; readonly changed: number; readonly firms: number }
type Kind = 'hazards' | 'inspections' | 'subjects' | 'rows'

const counted = (parts: readonly (readonly [number, string])[], join: string) => parts.filter(([n]) => n > 0).map(([, text]) => text).join(join)

export const words = defineWords(
  {
    title: '台账导入',
    drop: '把台账拖到这里，或选择文件', dropHint: '.xlsx 或 CSV，不超过 50 MB。先核对，确认之后才会写入。', choose: '选择台账文件', uploading: (percent: number) => `正在上传 ${percent}%`, reading: '已上传，正在识别表头和各行', tooLarge: '文件超过 50 MB。请分成几个文件上传。', wrongType: '只能读 .xlsx 和 CSV。请在表格软件里“另存为”Excel 工作簿（.xlsx）后再传。', emptyFile: '这个文件是空的。',
    unreachable: '连接不上服务器，文件没有传上去。请检查网络后重试。', notUploaded: '没有上传成功',
    templates: '下载模板', templatesHint: '也可以直接上传现有的台账，不必改格式。',
    history: '导入记录', none: '还没有导入过台账', noneBody: '上传上个月的台账，系统会先给出核对结果，确认之后才写入。',
    forbidden: '您的账号不能导入台账', forbiddenBody: '由安委办、监管部门和网格员导入。已导入的内容在隐患治理、监督检查和企业底数里查看。',
    head: { fileName: '文件', layout: '台账', state: '状态', uploadedAt: '上传', counts: '内容' },
    state: { STAGED: '待确认', IMPORTING: '正在导入', IMPORTED: '已导入', WITHDRAWN: '已撤回', FAILED: '未成功' },
    layoutUnknown: '未识别', nothingNew: '没有新内容',
    count: { new: '新增', changed: '变更', unchanged: '未变', refused: '退回', asked: '待回答', skipped: '略过' },
    countWhy: { new: '库里没有的，将登记', changed: '库里已有，台账带来了后续进展', unchanged: '与库里完全一致，不再写入', refused: '有错误，不导入；下载更正后再上传', asked: '需要您回答之后才能导入', skipped: '表头、小节、合计、空行和隐藏行' },
    countsInWords: (n: { new: number; changed: number; unchanged: number; refused: number; asked: number }) =>
      counted([[n.new, `新增 ${n.new} 条`], [n.changed, `变更 ${n.changed} 条`], [n.unchanged, `未变 ${n.unchanged} 条`], [n.refused, `退回 ${n.refused} 条`], [n.asked, `待回答 ${n.asked} 条`]], '、') || '没有可导入的行',
    willDo: ({ new: n, changed: m, firms }: Writing, kind: Kind) => {
      const [name, unit] = { hazards: ['隐患', '条'], inspections: ['检查', '条'], subjects: ['企业', '家'], rows: ['', '条'] }[kind]
      const added = [...(n > 0 ? [`${name} ${n} ${unit}`.trim()] : []), ...(firms > 0 ? [`单位 ${firms} 家`] : [])].join('、')
      return added === '' && m === 0 ? '' : `将${[added && `新增${/^\d/.test(added) ? ' ' : ''}${added}`, m > 0 ? `变更 ${m} ${unit}` : ''].filter(Boolean).join('，')}，全部成功或全部不写入。`
    },
    nothing: ({ unchanged, asked }: { unchanged: number; asked: number }) => `没有要写入的内容。${asked > 0 ? '回答下面的问题后再确认。' : unchanged > 0 ? `${unchanged} 条与库里一致，不必再导入。` : ''}`,
    staysOut: (refused: number, asked: number) => (refused + asked === 0 ? '' : `${[refused > 0 ? `退回的 ${refused} 条` : '', asked > 0 ? `没有回答的 ${asked} 条` : ''].filter(Boolean).join('、')}不导入，可以下载更正后再上传。`),
    closed: (periods: readonly { readonly period: string; readonly rows: number }[], late: number) => {
      const parts = [...periods.map(({ period, rows }) => `${rows} 条计入已结束的${periodWords(period, 'zh')}`), ...(late > 0 ? [`${late} 条按补录计（不算按期）`] : [])]
      return parts.length > 0 ? `其中 ${parts.join('，')}。` : ''
    },
    warned: (n: number) => (n > 0 ? `${n} 条有提示，请先核对。` : ''), lateEntry: '补录', lateWhy: '次月5日之后才导入：计入应整改，不算按期整改', countsInClosed: (period: string) => `计入已结束的${periodWords(period, 'zh')}`, inColumn: (right: string, column: string | null) => (column ? `${right}（${column} 列）` : right),
    confirm: '确认导入', discard: '放弃这次导入', discardPreview: '放弃后文件和核对结果都会删除，库里没有任何变化。', discarded: '已放弃',
    check: '核对结果', result: '各行结果',
    sheets: '工作表', sheet: (name: string) => `工作表“${name}”`, layout: '台账种类', headerRow: '表头所在行', source: '隐患来源', sourceWhy: (why: string) => `建议依据：${why}`, sourceNone: '请选择', period: '期间', unit: '填报单位',
    columnsMatched: (n: number, all: number) => `${all} 列中识别出 ${n} 列`, missing: (names: string) => `缺少必填的列：${names}`, unmatched: (names: string) => `没有用上的列：${names}`, notWritten: (names: string) => `识别但不写入：${names}`, skip: '不导入这个工作表', hiddenSheet: '隐藏的工作表，没有读取',
    fixColumns: '更正列的对应关系', column: '列', header: '表头', sample: '示例', field: '对应内容', notRead: '不读取', apply: '按更正重新核对', applying: '正在重新核对', fieldTwice: '同一内容只能对应一列', required: '必填',
    questions: '需要您回答', questionsHint: '答完后重新核对；没有回答的行不导入。', sameQuestion: (n: number) => `同样的 ${n} 行都这样处理`, rowAt: (sheet: string, row: number) => `${sheet} 第 ${row} 行`, answer: '提交回答', answered: (n: number, all: number) => `已回答 ${n} / ${all}`, splitAll: '一格里写了几条隐患的', newFirms: (n: number) => `这 ${n} 家单位在您的管辖范围内没有登记`, registerAll: (n: number) => `${n} 家都登记为新单位`, newFirmHint: '与您范围内已登记的单位都不相似。名称写错的不要登记，更正后再上传。',
    answeredSoFar: (n: number, remembered: number) => (remembered === 0 ? `已回答 ${n} 项` : remembered === n ? `按以前的回答处理 ${n} 项` : `已回答 ${n} 项，其中 ${remembered} 项按以前的回答`), change: '修改', askAgain: '重新回答', asBefore: '以前的回答', cellSays: (label: string, value: string) => `${label}“${value}”`, firmCalled: (value: string) => `单位“${value}”`, everyNewFirm: '范围内没有登记、也不相似的单位', severalHazards: (value: string) => `一格多条“${value}”`, isFirm: (name: string) => `就是${name}`, isNew: '新登记', split: '拆成几条', keep: '作为一条', onlyRow: (row: string) => `只用于${row}`,
    refusedRows: '退回的行', row: '行', value: '填写的内容', problem: '问题', right: '应当怎样填', download: '下载退回的行', warning: '提示',
    preview: '将要写入的行', place: '所在地', accountable: '计入', level: '级别', stateAfter: '导入后', dueByDefault: '默认15日', scoredOn: (day: string) => `按 ${day} 计分`, scoredWhy: '期限晚于发现后第30日，上级批准前按第30日计分', rowOnly: (row: string) => `第 ${row} 行`, rows: (n: string) => `共 ${n} 行`, rowsAndProblems: (rows: string, problems: string) => `共 ${rows} 行，${problems} 处问题`, shouldBe: '应当', typed: '填写', registersFirm: '同时登记单位', meansFirm: '登记在', showing: (shown: string, all: string) => `显示前 ${shown} 条，共 ${all} 条`,
    filterRows: '按结果查看',
    importing: '正在导入', importingBody: '可以离开这个页面，导入会继续。', progress: (percent: number) => `${percent}%`,
    imported: '导入完成', importedBody: (n: Writing & { unchanged: number }) => counted([[n.new, `新增 ${n.new} 条`], [n.firms, `登记单位 ${n.firms} 家`], [n.changed, `变更 ${n.changed} 条`], [n.unchanged, `${n.unchanged} 条与库里一致，没有改动`]], '，') || '没有新的内容，库里没有变化。',
    again: (n: number) => `有 ${n} 条没有导入。下载更正后可以再次上传；已经导入的不会重复。`, uploadAgain: '上传更正后的文件',
    seeHazards: '查看隐患', seeInspections: '查看检查', seeSubjects: '查看企业',
    failed: '没有导入成功', failedBody: '库里没有任何变化，可以重新导入；不再符合的行会列在下面。', tryAgain: '重新导入',
    withdrawn: '这次导入已经撤回', erasedOn: (day: string) => `台账原文（含姓名、电话）已于 ${day} 按保存期限删除；登记的检查和隐患不受影响。`, withdrawnBody: '它带来的记录都已作废，不再计入统计。',
    withdraw: '撤回这次导入', withdrawTitle: '撤回整次导入', withdrawPreview: (n: { new: number; changed: number }) => `将撤回这次导入的 ${n.new + n.changed} 条内容：新增的作废，变更的恢复原样，统计随之更新。撤回会留下记录，不能恢复。`, reason: '撤回理由', doWithdraw: '撤回', cannotWithdraw: '不能撤回：',
    uploadedBy: (who: string, at: string) => `${who} ${at} 上传`, notFound: '没有这次导入', notFoundBody: '地址可能写错了，或者它不在您的管辖范围内。', toList: '回到导入记录', problems: '处问题',
  },
  {
    title: 'Ledger import',
    drop: 'Drop a ledger here, or choose a file', dropHint: '.xlsx or CSV, at most 50 MB. You check it first; nothing is written before you confirm.', choose: 'Choose a ledger', uploading: (percent: number) => `Uploading ${percent} %`, reading: 'Uploaded; reading headers and rows', tooLarge: 'The file exceeds 50 MB. Upload it in parts.', wrongType: 'Only .xlsx and CSV can be read. Save it as an Excel workbook (.xlsx) first.', emptyFile: 'This file is empty.',
    unreachable: 'The server cannot be reached; the file was not uploaded. Check the network and try again.', notUploaded: 'Not uploaded',
    templates: 'Templates', templatesHint: 'A ledger that exists can be uploaded as it is.',
    history: 'Imports', none: 'No ledger was imported yet', noneBody: "Upload last month's ledger. You see what would happen before anything is written.",
    forbidden: 'Your account does not import ledgers', forbiddenBody: 'The committee office, departments and grid workers do. What was imported shows under hazards, inspections and enterprises.',
    head: { fileName: 'File', layout: 'Ledger', state: 'State', uploadedAt: 'Uploaded', counts: 'Rows' },
    state: { STAGED: 'To be confirmed', IMPORTING: 'Importing', IMPORTED: 'Imported', WITHDRAWN: 'Withdrawn', FAILED: 'Failed' },
    layoutUnknown: 'not recognised', nothingNew: 'Nothing new',
    count: { new: 'New', changed: 'Changed', unchanged: 'Unchanged', refused: 'Refused', asked: 'Questions', skipped: 'Skipped' },
    countWhy: { new: 'Not known yet; will be registered', changed: 'Known; the ledger brings later facts', unchanged: 'Exactly as known; nothing is written', refused: 'In error, stay out; download, correct, upload again', asked: 'Need your answer before they can be imported', skipped: 'Headers, sections, totals, blank and hidden rows' },
    countsInWords: (n: { new: number; changed: number; unchanged: number; refused: number; asked: number }) =>
      counted([[n.new, `${n.new} new`], [n.changed, `${n.changed} changed`], [n.unchanged, `${n.unchanged} unchanged`], [n.refused, `${n.refused} refused`], [n.asked, `${n.asked} to be answered`]], ', ') || 'no rows to import',
    willDo: ({ new: n, changed: m, firms }: Writing, kind: Kind) => {
      const name = { hazards: ' hazards', inspections: ' inspections', subjects: ' enterprises', rows: '' }[kind]
      return n + m === 0 ? '' : `Writes ${[n > 0 ? `${n} new${name}` : '', firms > 0 ? `${firms} new firms` : '', m > 0 ? `${m} changed` : ''].filter(Boolean).join(', ')}, all or none.`
    },
    nothing: ({ unchanged, asked }: { unchanged: number; asked: number }) => `Nothing to be written.${asked > 0 ? ' Answer the questions below, then import.' : unchanged > 0 ? ` ${unchanged} rows are as known; they need no import.` : ''}`,
    staysOut: (refused: number, asked: number) => (refused + asked === 0 ? '' : `${[refused > 0 ? `${refused} refused` : '', asked > 0 ? `${asked} unanswered` : ''].filter(Boolean).join(' and ')} stay out; download them, correct them, upload them again.`),
    closed: (periods: readonly { readonly period: string; readonly rows: number }[], late: number) => {
      const parts = [...periods.map(({ period, rows }) => `${rows} count in ${periodWords(period, 'en')}, which is over`), ...(late > 0 ? [`${late} are late entries (not on time)`] : [])]
      return parts.length > 0 ? `Of these ${parts.join(', ')}.` : ''
    },
    warned: (n: number) => (n > 0 ? `${n} with a note: look at them first.` : ''), lateEntry: 'Late entry', lateWhy: 'imported after the 5th of the following month: counts as due, not as on time', countsInClosed: (period: string) => `counts in ${periodWords(period, 'en')}, which is over`, inColumn: (right: string, column: string | null) => (column ? `${right} (column ${column})` : right),
    confirm: 'Import', discard: 'Discard', discardPreview: 'The file and what was read of it are deleted; nothing else changes.', discarded: 'Discarded',
    check: 'What becomes of the rows', result: 'The rows',
    sheets: 'Sheets', sheet: (name: string) => `Sheet “${name}”`, layout: 'Kind of ledger', headerRow: 'Header row', source: 'Source of hazards', sourceWhy: (why: string) => `Proposed because: ${why}`, sourceNone: 'Choose', period: 'Period', unit: 'Reporting unit',
    columnsMatched: (n: number, all: number) => `${n} of ${all} columns recognised`, missing: (names: string) => `Required columns missing: ${names}`, unmatched: (names: string) => `Columns not used: ${names}`, notWritten: (names: string) => `Recognised but not written: ${names}`, skip: 'Leave this sheet out', hiddenSheet: 'Hidden in the workbook, not read',
    fixColumns: 'Correct the columns', column: 'Column', header: 'Heading', sample: 'Sample', field: 'Read as', notRead: 'not read', apply: 'Check again with these', applying: 'Checking again', fieldTwice: 'Only one column may be read as this', required: 'required',
    questions: 'Questions for you', questionsHint: 'The rows are checked again with your answers; unanswered rows stay out.', sameQuestion: (n: number) => `The same for all ${n} rows`, rowAt: (sheet: string, row: number) => `${sheet}, row ${row}`, answer: 'Answer', answered: (n: number, all: number) => `${n} of ${all} answered`, splitAll: 'Cells that number several hazards', newFirms: (n: number) => `These ${n} firms are not registered within your scope`, registerAll: (n: number) => `register all ${n} as new`, newFirmHint: 'They resemble no firm registered within your scope. Where the name is mistyped do not register it: correct it and upload again.',
    answeredSoFar: (n: number, remembered: number) => (remembered === 0 ? `${n} answered` : remembered === n ? `${n} by earlier answers` : `${n} answered, ${remembered} of them by earlier answers`), change: 'change', askAgain: 'Ask again', asBefore: 'earlier answer', cellSays: (label: string, value: string) => `${label} “${value}”`, firmCalled: (value: string) => `Firm “${value}”`, everyNewFirm: 'Firms that resemble none', severalHazards: (value: string) => `Several hazards “${value}”`, isFirm: (name: string) => `is ${name}`, isNew: 'registered as new', split: 'split', keep: 'kept as one', onlyRow: (row: string) => `only for ${row}`,
    refusedRows: 'Refused rows', row: 'Row', value: 'What it says', problem: 'Problem', right: 'What would be right', download: 'Download the refused rows', warning: 'Note',
    preview: 'Rows to be written', place: 'Place', accountable: 'Counts in', level: 'Level', stateAfter: 'After import', dueByDefault: '15 days by default', scoredOn: (day: string) => `scored by ${day}`, scoredWhy: 'later than 30 days after finding: scored by the 30th day until the level above approves', rowOnly: (row: string) => `Row ${row}`, rows: (n: string) => `${n} rows`, rowsAndProblems: (rows: string, problems: string) => `${rows} rows, ${problems} problems`, shouldBe: 'Right', typed: 'Says', registersFirm: 'Registers the firm', meansFirm: 'Recorded under', showing: (shown: string, all: string) => `The first ${shown} of ${all}`,
    filterRows: 'View by outcome',
    importing: 'Importing', importingBody: 'You may leave this page; the import goes on.', progress: (percent: number) => `${percent} %`,
    imported: 'Imported', importedBody: (n: Writing & { unchanged: number }) => counted([[n.new, `${n.new} new`], [n.firms, `${n.firms} firms registered`], [n.changed, `${n.changed} changed`], [n.unchanged, `${n.unchanged} as known before`]], ', ') || 'Nothing new; nothing was changed.',
    again: (n: number) => `${n} rows stayed out. Download them, correct them and upload them again; what was imported is not repeated.`, uploadAgain: 'Upload the corrected file',
    seeHazards: 'See the hazards', seeInspections: 'See the inspections', seeSubjects: 'See the enterprises',
    failed: 'Not imported', failedBody: 'Nothing was changed. Import again; rows that no longer fit are listed below.', tryAgain: 'Import again',
    withdrawn: 'This import was withdrawn', erasedOn: (day: string) => `The text of the ledger, names and numbers included, was erased on ${day} as its retention ended; what was recorded stays.`, withdrawnBody: 'What it brought is voided and counts no more.',
    withdraw: 'Withdraw this import', withdrawTitle: 'Withdraw the whole import', withdrawPreview: (n: { new: number; changed: number }) => `Takes back the ${n.new + n.changed} rows of this import: what is new is voided, what was changed goes back, the figures follow. The withdrawal is kept on record and cannot be undone.`, reason: 'Reason', doWithdraw: 'Withdraw', cannotWithdraw: 'Cannot be withdrawn: ',
    uploadedBy: (who: string, at: string) => `Uploaded by ${who}, ${at}`, notFound: 'No such import', notFoundBody: 'The address may be wrong, or it lies outside your scope.', toList: 'Back to the imports', problems: 'problems',
  },
)
