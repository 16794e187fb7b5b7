import type { Metadata } from './metadata.ts';
import type { PlaceText } from './records.ts';
import { squash } from './text.ts';

const SUFFIX = /(镇|乡|街道|办事处|县|区|市|旗|园|村|社区|农场|林场|县直|市直|区直|本级)$/;
const GENERIC = /sheet|表|台账|清单|汇总|隐患|企业|明细|统计|危化|危险|工贸|消防|矿山|建筑|交通|燃气|特种|烟花|执法|督导|检查|整改|月|季|年|\d/i;
const UNIT = /^(.+(?:镇|乡|街道|县|区|市|旗))(?=人民政府|政府|办事处|安委|安全|应急|党|管委|委员会|$)/;

/**
 * The place of rows that name none: the section they stand in, the sheet (one per 乡镇; 柳屯 as well as 柳屯镇),
 * or the reporting unit. Only texts that look like places; whether they are any is decided against the regions.
 */
export function fallbackPlace(section: string | null, sheetName: string, metadata: Metadata): Pick<PlaceText, 'text' | 'from'> | null {
  if (section !== null && SUFFIX.test(section)) return { text: section, from: 'SECTION' };
  const name = squash(sheetName);
  const bare = name.replace(/[(（]?\d+[)）]?$/, '');
  if (SUFFIX.test(bare) && !GENERIC.test(bare)) return { text: bare, from: 'SHEET' };
  if (/^\p{Script=Han}{2,4}$/u.test(bare) && !GENERIC.test(bare)) return { text: bare, from: 'SHEET' };
  const unit = UNIT.exec(squash(metadata.reportingUnit ?? ''))?.[1];
  return unit === undefined ? null : { text: unit, from: 'REPORTING_UNIT' };
}
