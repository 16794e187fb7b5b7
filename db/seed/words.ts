/** Made-up words of the demonstration. No firm, no person and no telephone number of it exists. */

const first = ['昕', '澄', '沐', '岚', '朔', '峤', '翊', '珩', '煦', '霁', '棠', '屿', '衡', '砚', '穆', '筠', '湛', '骁', '泓', '璟']
const second = ['安', '原', '川', '岳', '禾', '峰', '润', '拓', '远', '升', '源', '达', '盛', '和', '泰', '成', '兴', '丰', '瑞', '祥']

export const firmWord = (n: number): string => first[n % first.length]! + second[Math.floor(n / first.length) % second.length]!

/** What firms of a sector call themselves, how many of a hundred enterprises belong to it, what inspectors find there. */
export interface Trade {
  readonly sector: string
  readonly share: number
  readonly names: readonly string[]
  readonly general: readonly string[]
  readonly major: readonly string[]
}

export const trades: readonly Trade[] = [
  { sector: 'hazchem', share: 4, names: ['化工', '精细化学', '新材料', '气体'], general: [
    '罐区可燃气体报警器未按期检定', '危化品仓库未张贴安全周知卡', '卸车鹤管静电接地夹锈蚀', '装置区洗眼器无水', '特殊作业票气体分析时间填写不全', '防爆区域内使用非防爆手机'],
    major: ['涉及重大危险源的储罐未设置紧急切断装置', '重点监管危险化工工艺装置未实现自动化控制'] },
  { sector: 'fuel-stations', share: 6, names: ['加油站', '加气站'], general: [
    '加油机防爆挠性管破损', '卸油口未上锁', '油罐区消防沙不足', '加油区灭火器压力不足', '油气回收装置未按期检测'], major: ['埋地油罐人孔井内渗漏检测装置失效且未停用'] },
  { sector: 'industry', share: 30, names: ['机械', '木业', '食品', '玻璃制品', '纸业', '家具', '建材'], general: [
    '配电箱未张贴警示标识', '砂轮机防护罩缺失', '车间安全通道堆放杂物', '叉车作业人员证件未随身携带', '空压机安全阀未按期校验', '行车限位器失灵', '临时用电线路未穿管保护', '未按规定开展班组安全教育'],
    major: ['有限空间作业未履行审批手续', '涉爆粉尘除尘系统未设置泄爆装置', '煤气区域固定式一氧化碳报警装置失效'] },
  { sector: 'construction', share: 9, names: ['建设工程', '建筑安装', '市政工程'], general: [
    '脚手架连墙件间距过大', '临边洞口防护不到位', '施工电梯未张贴验收牌', '塔吊力矩限制器未调试', '三级配电箱未上锁', '作业人员未系安全带'], major: ['深基坑未按专项方案支护', '高支模未经专家论证即浇筑'] },
  { sector: 'gas', share: 4, names: ['燃气', '液化气站'], general: [
    '餐饮场所未安装可燃气体报警器', '气瓶间与明火间距不足', '调压箱周边堆放杂物', '入户安检记录不完整', '气瓶超期未检'], major: ['燃气管道被违章占压未整改'] },
  { sector: 'fire', share: 18, names: ['商场', '宾馆', '养老服务中心', '餐饮', '影城'], general: [
    '疏散通道堵塞', '安全出口指示灯损坏', '消防控制室值班人员无证', '灭火器过期', '防火卷帘下堆物', '电动自行车在门厅充电', '消火栓水压不足'], major: ['人员密集场所安全出口被锁闭', '自动消防设施瘫痪未修复'] },
  { sector: 'road', share: 7, names: ['运输', '物流', '客运'], general: [
    '动态监控平台违规未闭环处理', '驾驶员安全培训记录缺失', '车辆灭火器缺失', '危货车辆押运员未在岗'], major: ['危险货物运输车辆罐体未检验仍上路'] },
  { sector: 'commerce', share: 10, names: ['超市', '贸易', '农资'], general: ['仓库货物堆垛超高', '用电线路私拉乱接', '货架未固定', '应急照明损坏'], major: ['“三合一”场所违规住人'] },
  { sector: 'equipment', share: 4, names: ['热力', '锅炉服务'], general: ['压力容器使用登记证未张贴', '电梯维保记录不全', '锅炉水位计模糊'], major: ['使用超期未检的压力容器'] },
  { sector: 'education', share: 3, names: ['培训学校', '幼儿园'], general: ['实验室试剂未分类存放', '校车逃生锤缺失', '宿舍使用大功率电器'], major: ['校舍疏散楼梯被封堵'] },
  { sector: 'health', share: 2, names: ['门诊部', '康养医院'], general: ['氧气瓶未固定', '病区安全出口上锁', '配电间堆放杂物'], major: ['高压氧舱安全联锁失效'] },
  { sector: 'agriculture', share: 3, names: ['农机合作社', '粮食烘干'], general: ['联合收割机防护罩缺失', '烘干塔检修平台护栏松动', '农机驾驶证过期'], major: ['粮仓进仓作业无监护'] },
]

export const measures = ['已更换并复测合格', '已清理并落实专人管理', '已停用并维修', '已补办手续并培训', '已加装防护并验收', '已重新检定并张贴标识']
export const cannotNow = ['配件待到货，已停用并设警戒', '需停产检修，已降负荷并加密巡检', '施工受降雨影响，已设置围挡专人看护']
const surnames = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴']
export const someone = (n: number): string => `${surnames[n % surnames.length]}某某`
/** Of a range that no operator has given out. */
export const telephone = (n: number): string => `1000${String(n % 10_000_000).padStart(7, '0')}`
