import type { IndicatorResult, Source, Words } from '@anwang/domain/scoring'
import type { Unlisted } from './records.ts'

export const sourceWords: Readonly<Record<Source, Words>> = {
  incidents: { zh: '事故', en: 'incidents' },
  hazards: { zh: '事故隐患', en: 'hazards' },
  listings: { zh: '挂牌督办', en: 'listed supervision' },
  revisits: { zh: '回头看', en: 'revisits' },
  inspection_files: { zh: '检查案卷抽查', en: 'sampled inspection files' },
  subjects: { zh: '监管对象', en: 'subjects' },
  draws: { zh: '上级抽查', en: 'draws by the level above' },
  tipoffs: { zh: '举报', en: 'tip-offs' },
  standardization: { zh: '标准化', en: 'standardization' },
  duties: { zh: '履职清单', en: 'duty lists' },
  duty_watch: { zh: '值班抽查', en: 'duty-watch checks' },
  reports: { zh: '报送', en: 'reports' },
  data_quality: { zh: '数据质量抽查', en: 'data-quality samples' },
}

export const unlistedWords: Readonly<Record<Unlisted, Words>> = {
  OUTSIDE: { zh: '该区域不在您的权限范围内', en: 'The region lies outside your scope' },
  NOT_KEPT: { zh: '本项没有可列的明细记录', en: 'No single records are kept for the item' },
}

/** Why an item has no figures of the region's own; null where it has. */
export function notApplicableWords(result: IndicatorResult): Words | null {
  if (result.notApplicable === 'NO_SOURCE')
    return { zh: '这类记录尚未启用：本项对同组都不计，权重分摊给本组其他指标。', en: 'Records of this kind are not in use yet: the item leaves for the whole peer group, its weight spread over the others.' }
  if (result.notApplicable === null) return null
  return result.atPeersMean
    ? { zh: '本期没有应计的记录：按同组平均得分率计分。', en: 'Nothing to count in the period: scored at the mean of the peers.' }
    : { zh: '同组都没有应计的记录：本项不计，权重分摊给本组其他指标。', en: 'Nothing to count in the whole peer group: the item leaves, its weight spread over the others.' }
}
