import type { HazardLevel, RiskGrade, SubjectStatus } from '@anwang/domain';
import type { RegionLevel } from '@anwang/domain/regions';
import type { CellValue } from '../../workbook/model.ts';
import { cellText, squash } from '../text.ts';
import { ask, choice, ok, refused } from './result.ts';
import type { Choice, Parsed } from './result.ts';

const refusal = (shown: string, zh: string, en: string): Parsed<never> =>
  refused('NOT_A_LEVEL', { zh: `不认识“${shown}”`, en: `“${shown}” is not known here` }, { zh, en });

const HAZARD_CHOICES: readonly Choice[] = [choice('一般', '一般隐患', 'general'), choice('重大', '重大隐患', 'major')];

/** 一般 or 重大. 较大 and numbered levels are asked: hazards have two levels only. */
export function parseHazardLevel(value: CellValue): Parsed<HazardLevel> {
  const shown = cellText(value);
  const text = squash(shown).replace(/(事故|安全)*(隐患|问题)$/, '').replace(/级$/, '');
  if (/^(一般|普通|轻微|小)$/.test(text)) return ok('GENERAL');
  if (/^(重大|特大|特别重大)$/.test(text)) return ok('MAJOR');
  if (/^(较大|严重|中|较重|[一二三四1234]|I{1,3}|IV|[ABCD])$/i.test(text)) {
    return ask(`“${shown}”是一般隐患还是重大隐患？`, `Is “${shown}” a general or a major hazard?`, HAZARD_CHOICES);
  }
  return refusal(shown, '一般 或 重大', '一般 or 重大');
}

const GRADES: readonly (readonly [RegExp, RiskGrade])[] = [
  [/^(重大|红|红色|一|1|I|A)$/i, 'RED'],
  [/^(较大|橙|橙色|二|2|II|B)$/i, 'ORANGE'],
  [/^(一般|黄|黄色|三|3|III|C)$/i, 'YELLOW'],
  [/^(低|较低|蓝|蓝色|四|4|IV|D)$/i, 'BLUE'],
];

/** 重大/较大/一般/低, the four colours, 一级 to 四级, Ⅰ to Ⅳ, A to D. */
export function parseRiskGrade(value: CellValue): Parsed<RiskGrade> {
  const shown = cellText(value);
  const text = squash(shown).replace(/(安全)?风险/g, '').replace(/(级|类|等)$/, '').replace(/[()]/g, '');
  const grade = GRADES.find(([pattern]) => pattern.test(text))?.[1];
  return grade ? ok(grade) : refusal(shown, '红（重大）、橙（较大）、黄（一般）、蓝（低）', '红, 橙, 黄 or 蓝');
}

const STATUSES: readonly (readonly [RegExp, SubjectStatus])[] = [
  [/^(在营|在产|正常|生产|经营|营业|运营|存续|开业|开工|正常(生产|经营|营业|运行)|生产中|试生产|半停产|季节性生产)$/, 'OPERATING'],
  [/^(停产|停业|歇业|停工|停产停业|临时停产|长期停产|停产整顿|停产整改)$/, 'SUSPENDED'],
  [/^(在建|新建|筹建|建设中|未投产|改建|扩建)$/, 'UNDER_CONSTRUCTION'],
  [/^(关闭|注销|吊销|关停|取缔|破产|倒闭|搬迁|已关闭|已注销)$/, 'CLOSED'],
];

/** 在营, 停产, 在建, 关闭 and their synonyms. */
export function parseStatus(value: CellValue): Parsed<SubjectStatus> {
  const shown = cellText(value);
  const text = squash(shown).replace(/(状态|企业)$/, '');
  const status = STATUSES.find(([pattern]) => pattern.test(text))?.[1];
  return status ? ok(status) : refusal(shown, '在营、停产、在建 或 关闭', '在营, 停产, 在建 or 关闭');
}

const SUPERVISING: readonly (readonly [RegExp, RegionLevel])[] = [
  [/^(国家|国务院|部|中央)/, 'COUNTRY'],
  [/^省/, 'PROVINCE'],
  [/^市/, 'CITY'],
  [/^(县|区|县区|区县|旗)/, 'COUNTY'],
  [/^(乡|镇|街道|街|乡镇)/, 'STREET'],
  [/^(村|社区|居)/, 'COMMUNITY'],
];

/** The level that supervises: 省级, 市级, 县级, 乡镇（街道）. */
export function parseSupervisingLevel(value: CellValue): Parsed<RegionLevel> {
  const shown = cellText(value);
  const text = squash(shown);
  const level = SUPERVISING.find(([pattern]) => pattern.test(text))?.[1];
  return level ? ok(level) : refusal(shown, '省级、市级、县级 或 乡镇级', '省级, 市级, 县级 or 乡镇级');
}
