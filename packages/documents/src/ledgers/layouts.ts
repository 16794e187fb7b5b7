/** The four kinds of ledger met in practice, as data: what a column means and what offices write above it. */
export type LayoutId = 'HAZARDS' | 'SUPERVISION' | 'ENTERPRISES' | 'ENFORCEMENT';

export interface Column {
  readonly field: string;
  /** The headings of the template, from the group down. */
  readonly label: readonly string[];
  /** Other headings that mean the same, without spaces, punctuation and units. The label's own are added. */
  readonly names: readonly string[];
  /** Words of the group above, where the bare heading means something else under another group. */
  readonly under?: readonly string[];
  /** Rows without it are refused. */
  readonly required?: boolean;
  /** Width in characters, for templates and exports. */
  readonly width: number;
  /** In a template, and in a workbook of refused rows, dates and numbers are written as such. */
  readonly format?: 'date' | 'number';
  /** Known when a ledger has it, not part of the template. */
  readonly extra?: boolean;
}

export interface Layout {
  readonly id: LayoutId;
  readonly title: string;
  readonly columns: readonly Column[];
  /** A group whose columns are counts named by their headings, kept as reported: 文书(份). */
  readonly openGroup?: { readonly names: readonly string[]; readonly label: string; readonly examples: readonly string[] };
}

interface ColumnOptions {
  readonly under?: readonly string[];
  readonly required?: boolean;
  readonly format?: 'date' | 'number';
  readonly extra?: boolean;
}

const column = (field: string, label: string, width: number, names = '', options: ColumnOptions = {}): Column => ({
  field,
  label: label.split('>'),
  names: names === '' ? [] : names.split(' '),
  width,
  ...options,
});

const date = { format: 'date' } as const;
const number = { format: 'number' } as const;
const required = { required: true } as const;
const extra = { extra: true } as const;

const FIRM_NAMES = '企业名称 单位 受检单位 被检查单位 被检单位 受检查单位 被检查单位名称 受检单位名称 检查单位名称 生产经营单位 生产经营单位名称 企业单位名称 存在隐患单位 隐患单位 场所名称';
const STREET_NAMES = '乡镇 街道 镇街 乡镇街道 镇街道 所属乡镇 所在乡镇 所属镇街 乡镇办 属地 所属乡镇街道 乡镇名称 镇办 乡镇区';
const DESCRIPTION_NAMES = '存在问题 存在隐患 存在的问题 存在的隐患 存在问题隐患 存在的问题隐患 存在主要问题 问题隐患 隐患问题 隐患内容 隐患描述 隐患情况 问题描述 问题内容 主要问题 发现问题 发现的问题 检查发现问题 检查发现问题隐患 问题隐患描述 隐患具体情况 具体问题 事故隐患 隐患名称 问题及隐患 安全隐患';

export const HAZARDS: Layout = {
  id: 'HAZARDS',
  title: '隐患排查整改台账',
  columns: [
    column('serial', '序号', 6, '顺序号 '),
    column('number', '编号', 14, '隐患编号 台账编号 问题编号 记录编号', extra),
    column('street', '乡镇（街道）', 14, STREET_NAMES),
    column('county', '县区', 12, '区县 县市区 县市 所属县区 辖区', extra),
    column('village', '村（社区）', 14, '村 社区 村居 行政村 村社区 网格', extra),
    column('firmName', '受检单位>单位名称', 28, FIRM_NAMES, required),
    column('firmContact', '受检单位>主要负责人及电话', 22, '主要负责人 主要负责人电话 企业负责人 企业负责人电话 单位负责人 单位负责人电话 法人 法定代表人 联系人 联系人电话 负责人电话 负责人联系方式', { under: ['受检', '被检查', '企业', '单位'] }),
    column('firmPhone', '受检单位>电话', 16, '联系电话 联系方式 企业电话 手机号', { under: ['受检', '被检查', '企业', '单位'], ...extra }),
    column('address', '地址', 24, '单位地址 企业地址 详细地址 所在地', extra),
    column('checkedOn', '检查情况>检查时间', 14, '检查日期 排查时间 排查日期 发现时间 发现日期 督导时间 督查时间 检查排查时间', { ...required, ...date }),
    column('inspectingUnit', '检查单位', 20, '检查部门 检查组 检查主体 排查单位 排查部门 检查机构', extra),
    column('inspectors', '检查情况>检查单位及人员', 24, '检查人员 检查人 检查单位人员 检查部门人员 排查人 排查人员 检查组成员 检查者'),
    column('description', '存在问题隐患', 40, DESCRIPTION_NAMES, required),
    column('level', '隐患级别', 10, '隐患等级 级别 隐患类别等级 隐患性质 一般重大 隐患分级 重大一般'),
    column('responsible', '整改“五落实”>责任人', 14, '整改责任人 责任人员 落实责任人 治理责任人', { under: ['五落实', '整改'] }),
    column('measures', '整改“五落实”>整改措施', 28, '整改措施 措施 整改要求 治理措施 落实措施', { under: ['五落实', '整改'] }),
    column('funds', '整改“五落实”>资金（万元）', 12, '资金 整改资金 治理资金 落实资金 投入资金', { under: ['五落实', '整改'], ...number }),
    column('dueOn', '整改“五落实”>整改时限', 14, '整改时限 整改期限 时限 期限 完成时限 整改完成时限 限期 治理时限 要求完成时间 计划完成时间 应完成时间', { under: ['五落实', '整改'], ...date }),
    column('plan', '整改“五落实”>应急预案', 14, '预案 落实预案 防范措施 管控措施', { under: ['五落实', '整改'] }),
    column('regulator', '监管部门及责任人', 20, '监管部门 监管责任人 监管单位 行业监管部门 监管部门责任人 督办部门 监管单位责任人'),
    column('rectified', '整改情况>是否整改', 10, '是否整改 整改情况 是否整改到位 是否完成整改 是否完成 整改完成情况 整改结果 是否整改完成 整改状态', { under: ['整改情况', '整改落实'] }),
    column('rectifiedOn', '整改情况>完成时间', 14, '整改完成时间 整改时间 整改日期 完成日期 整改完成日期 实际完成时间', { under: ['整改情况', '整改落实', '整改'], ...date }),
    column('reinspector', '复查>复查人', 12, '复查人 复查人员 复查单位及人员 验收人 复查单位 复查责任人', { under: ['复查', '验收'] }),
    column('reinspectedOn', '复查>复查时间', 14, '复查时间 复查日期 验收时间 验收日期', { under: ['复查', '验收'], ...date }),
    column('closed', '销号', 8, '是否销号 销号情况 销号时间 是否闭环'),
    column('note', '备注', 18, '说明 其他'),
  ],
};

export const SUPERVISION: Layout = {
  id: 'SUPERVISION',
  title: '督导问题清单',
  columns: [
    column('serial', '序号', 6, '顺序号', extra),
    column('number', '编号', 14, '问题编号 台账编号', extra),
    column('checkedOn', '督导时间', 14, '督导日期 督查时间 督查日期 巡查时间 暗访时间 检查时间 检查日期', { ...required, ...date }),
    column('county', '区县', 12, '县区 县市区 区 县 所属区县'),
    column('street', '街道', 14, STREET_NAMES),
    column('village', '网格', 14, '所属网格 网格名称 社区 村 村社区 村居'),
    column('gridWorker', '网格员', 12, '网格员姓名 网格长'),
    column('firmName', '被检查单位名称', 28, FIRM_NAMES, required),
    column('address', '地址', 24, '单位地址 详细地址 企业地址'),
    column('firmContact', '联系人', 12, '负责人 单位负责人 企业负责人'),
    column('firmPhone', '电话', 16, '联系电话 联系方式 手机号 联系人电话'),
    column('inspectingUnit', '督导单位', 20, '督导组 督查单位 督查组 检查单位 检查部门 检查组', extra),
    column('inspectors', '督导人员', 20, '督查人员 检查人员 督导单位及人员 检查单位及人员 巡查人员 检查人'),
    column('description', '问题描述', 40, DESCRIPTION_NAMES, required),
    column('level', '隐患级别', 10, '隐患等级 级别', extra),
    column('progress', '整改情况', 24, '整改落实情况 整改进展 整改措施及情况'),
    column('rectified', '是否整改', 10, '是否完成整改 是否整改到位 整改状态 是否整改完成'),
    column('rectifyingUnit', '整改责任单位', 20, '责任单位 整改单位'),
    column('responsible', '整改责任人', 14, '责任人'),
    column('dueOn', '整改时限', 14, '整改期限 完成时限 限期', { ...date, ...extra }),
    column('reinspectedOn', '整改确认日期', 14, '确认日期 整改确认时间 确认时间 复查日期 复查时间', date),
    column('note', '备注', 18, '说明'),
  ],
};

export const ENTERPRISES: Layout = {
  id: 'ENTERPRISES',
  title: '企业台账',
  columns: [
    column('serial', '序号', 6, '顺序号', extra),
    column('county', '县区', 12, '区县 县市区 所属县区', extra),
    column('street', '乡镇', 14, STREET_NAMES),
    column('village', '村', 14, '社区 村社区 村居 行政村 村名 所在村 村街'),
    column('name', '企业名称', 30, '单位名称 生产经营单位名称 企业全称 单位 企业 名称', required),
    column('creditCode', '统一社会信用代码', 22, '信用代码 社会信用代码 统一信用代码 组织机构代码 代码'),
    column('address', '地址', 24, '详细地址 企业地址 生产经营地址 注册地址 经营地址', extra),
    column('category', '行业>门类', 14, '行业门类 国民经济门类', { under: ['行业'] }),
    column('industryCode', '行业>行业代码', 12, '行业代码 国民经济行业代码 小类代码 代码', { under: ['行业'] }),
    column('sectorName', '行业>监管行业领域', 18, '监管行业 行业领域 监管领域 所属行业 行业类别 行业类型 行业', { under: ['行业'] }),
    column('size', '规模', 10, '企业规模 规模类型 规上规下 是否规上'),
    column('employees', '从业人员', 10, '从业人数 职工人数 员工人数 人数 从业人员数 从业人员数量', number),
    column('status', '生产状态', 10, '生产经营状态 经营状态 企业状态 运行状态 状态 是否在营'),
    column('leaderName', '主要负责人>姓名', 12, '主要负责人 主要负责人姓名 法定代表人 法人 企业负责人 负责人', { under: ['负责人', '法人', '法定代表人'] }),
    column('leaderPhone', '主要负责人>电话', 16, '联系电话 联系方式 主要负责人电话 负责人电话 手机号', { under: ['负责人', '法人', '法定代表人'] }),
    column('safetyOfficer', '安全员', 16, '安全管理人员 安全负责人 专职安全员 安全管理员 安全员姓名'),
    column('riskGrade', '风险等级', 10, '安全风险等级 风险级别 风险分级 风险颜色'),
    column('majorHazardSource', '重大危险源', 12, '是否重大危险源 有无重大危险源 是否构成重大危险源 重大危险源等级'),
    column('standardization', '标准化等级', 12, '安全标准化等级 标准化 标准化达标等级 安全生产标准化等级 标准化情况'),
    column('regulator', '行业监管部门', 18, '监管部门 主管部门 行业主管部门 直接监管部门'),
    column('supervisingLevel', '监管层级', 10, '监管级别 分级监管 管理层级 监管主体层级'),
    column('responsibleLeader', '包保领导', 12, '包保责任人 包联领导 包保干部 分包领导 包保人'),
    column('gridWorker', '网格员', 12, '网格员姓名 网格长'),
    column('note', '备注', 18, '说明', extra),
  ],
};

export const ENFORCEMENT: Layout = {
  id: 'ENFORCEMENT',
  title: '执法检查台账',
  columns: [
    column('serial', '序号', 6, '顺序号', extra),
    column('dates', '起止时间', 24, '检查起止时间 检查时间 检查日期 执法检查时间 起止日期 执法时间', required),
    column('category', '检查类别', 14, '检查类型 检查方式 执法类别'),
    column('name', '单位', 28, '单位名称 被检查单位 被检查单位名称 企业名称 检查对象 受检单位', required),
    column('creditCode', '代码', 22, '统一社会信用代码 信用代码 社会信用代码'),
    column('street', '乡镇（街道）', 14, STREET_NAMES, extra),
    column('drawn', '是否随机抽取', 12, '随机抽取 是否双随机 双随机'),
    column('reinspection', '是否复查', 10, '复查'),
    column('violations', '查处（项）>违法行为', 10, '违法行为 违法行为项 查处违法行为', { under: ['查处', '隐患'], ...number }),
    column('general', '查处（项）>一般', 8, '一般隐患', { under: ['查处', '隐患'], ...number }),
    column('major', '查处（项）>重大', 8, '重大隐患', { under: ['查处', '隐患'], ...number }),
    column('listed', '查处（项）>其中挂牌', 10, '挂牌 挂牌督办 其中挂牌督办', { under: ['查处', '隐患'], ...number }),
    column('rectified', '已整改', 10, '已整改项 已整改数 整改数 已整改到位 完成整改', number),
    column('fines', '罚款额/实际收缴（万元）', 18, '罚款额实际收缴 罚款 罚款金额 罚款额 处罚金额', number),
    column('finesPaid', '实际收缴（万元）', 14, '实际收缴 实缴 收缴 收缴金额 实际收缴金额', { ...number, ...extra }),
    column('officers', '执法人员证号', 22, '执法证号 执法人员 执法人员及证号 执法人员证件号'),
    column('inspectionCode', '检查码', 18, '执法检查码 行政检查码 检查编码'),
    column('note', '备注', 18, '说明', extra),
  ],
  openGroup: {
    names: ['文书', '执法文书', '文书份数', '下达文书'],
    label: '文书（份）',
    examples: ['现场检查记录', '责令限期整改指令书', '整改复查意见书', '行政处罚决定书'],
  },
};

/** The field name under which each column of the open group is mapped: documents:责令限期整改指令书. */
export const OPEN_PREFIX = 'documents:';

/** The column in which refused rows carry what is wrong; read over when they come back. */
export const PROBLEM_HEADING = '问题（更正后可删除本列）';

export const LAYOUTS: readonly Layout[] = [HAZARDS, SUPERVISION, ENTERPRISES, ENFORCEMENT];

export function layoutOf(id: LayoutId): Layout {
  const layout = LAYOUTS.find((each) => each.id === id);
  if (!layout) throw new RangeError(`no layout ${id}`);
  return layout;
}

