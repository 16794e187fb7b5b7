import type { HazardSource } from '@anwang/domain';
import type { Bilingual } from '../errors.ts';
import type { LayoutId } from './layouts.ts';
import { squash } from './text.ts';

export interface SourceProposal {
  readonly source: HazardSource;
  readonly because: Bilingual;
}

const RULES: readonly (readonly [RegExp, HazardSource, string])[] = [
  [/举报|信访|12350|12345|热线|群众反映/, 'TIP_OFF', 'a tip-off'],
  [/监测预警|物联|感知|在线监测|自动报警|视频巡查/, 'MACHINE', 'a monitoring system'],
  [/专家|第三方|技术服务|中介|安全评价|安责险|保险/, 'EXPERT', 'experts'],
  [/自查|自检|本企业|本单位|企业自|公司自/, 'SELF_CHECK', 'the enterprise itself'],
  [/网格/, 'GRID_PATROL', 'grid workers'],
  [/国务院|应急管理部|国家|中央|部督导/, 'SUPERIOR', 'a superior'],
  [/省/, 'SUPERIOR', 'a superior'],
];

/** Departments of the city inspect as a superior where the ledger is a county's or a town's. */
const CITY = /(^|[^城])市(安委|应急|住建|消防|交通|公安|教育|卫健|文旅|商务|农业|城管|市场|督|局|委|政府|级)|督导组|巡查组|督查组|上级/;
const COUNTY = /(县|区)(安委|应急|住建|消防|交通|公安|教育|卫健|文旅|商务|农业|城管|市场|督|局|委|政府|级)/;
const DEPARTMENT = /局|委|办|大队|支队|队|站|所|中心|院|部门|政府|镇|乡|街道|公司$/;

/**
 * The source to propose for the hazards of a sheet, from its layout and the inspecting unit of its rows; `office` is the
 * level of the office that imports. A proposal only: a person confirms it per sheet, since scored and unscored sources differ.
 */
export function proposeSource(
  layout: LayoutId,
  inspectingUnit: string | null,
  office: 'PROVINCE' | 'CITY' | 'COUNTY' | 'STREET' = 'COUNTY',
): SourceProposal {
  const unit = squash(inspectingUnit ?? '');
  for (const [pattern, source, en] of RULES) {
    if (pattern.test(unit) && !(pattern.source === '省' && office === 'PROVINCE')) {
      return { source, because: { zh: `检查单位“${unit}”`, en: `“${unit}” looks like ${en}` } };
    }
  }
  const superior = (office === 'COUNTY' && CITY.test(unit)) || (office === 'STREET' && (CITY.test(unit) || COUNTY.test(unit)));
  if (superior) return { source: 'SUPERIOR', because: { zh: `检查单位“${unit}”是上级`, en: `“${unit}” stands above the office` } };
  if (DEPARTMENT.test(unit)) {
    return { source: 'DEPARTMENT', because: { zh: `检查单位“${unit}”`, en: `“${unit}” looks like a department` } };
  }
  if (layout === 'SUPERVISION') return { source: 'SUPERIOR', because: { zh: '督导问题清单', en: 'A list of supervision findings' } };
  return { source: 'DEPARTMENT', because: { zh: '台账未写明检查单位', en: 'The ledger names no inspecting unit' } };
}
