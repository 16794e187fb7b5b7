import { creditCodeProblem, normalizeCreditCode } from '@anwang/domain';
import type { CellValue } from '../../workbook/model.ts';
import { cellText } from '../text.ts';
import { ask, choice, ok, refused } from './result.ts';
import type { Parsed } from './result.ts';

const RIGHT = { zh: '18 位统一社会信用代码，单元格设为“文本”格式', en: 'the 18 characters of the code, in a cell formatted as text' };

const precisionLost = (shown: string): Parsed<never> =>
  refused(
    'PRECISION_LOST',
    { zh: `代码按数字存储，Excel 只保留 15 位，“${shown}”的后几位已丢失`, en: `The code was stored as a number, of which Excel keeps 15 digits: the last of “${shown}” are lost` },
    { zh: '把该列设为“文本”格式后重新填写 18 位代码', en: 'format the column as text and type the 18 characters again' },
  );

const LOOKALIKES: ReadonlyMap<string, string> = new Map([['O', '0'], ['I', '1'], ['Z', '2'], ['S', '5'], ['V', 'U']]);

/**
 * A unified social credit code, its check character tested. A numeric cell has lost its last digits and is refused;
 * letters that the code never uses (O, I, Z, S, V) are asked when their lookalikes make it right.
 */
export function parseCreditCode(value: CellValue): Parsed<string> {
  const shown = cellText(value);
  const text = normalizeCreditCode(shown).replace(/[-—'’‘:：]/g, '');
  if (typeof value === 'number' && value >= 1e15) return precisionLost(shown);
  if (/^\d(\.\d+)?E\+?\d{2}$/.test(text)) return precisionLost(shown);
  const problem = creditCodeProblem(text);
  if (problem === null) return ok(text);
  if (/^\d{15}000$/.test(text)) return precisionLost(shown);
  const likely = [...text].map((character) => LOOKALIKES.get(character) ?? character).join('');
  if (likely !== text && creditCodeProblem(likely) === null) {
    return ask(`“${shown}”是 ${likely} 吗？代码中没有字母 O、I、Z、S、V`, `Is “${shown}” ${likely}? The code has no letters O, I, Z, S, V`, [choice(likely)]);
  }
  return refused('NOT_A_CREDIT_CODE', problem.message, RIGHT);
}

const PHONE = /(?<!\d)(?:\+?86-?)?(1[3-9]\d{9}|0\d{2,3}[-\s]?\d{7,8}(?:-\d{1,5})?|\d{3}-?\d{4}-?\d{4}|[2-8]\d{6,7})(?!\d)/g;

/** Every telephone number in a text: mobile, with area code, or local. */
export function phonesIn(text: string): string[] {
  const spaced = text.normalize('NFKC').replace(/(?<=\d)[ \u00A0](?=\d)/g, '').replace(/[—–]/g, '-');
  return [...spaced.matchAll(PHONE)].map(([, number = '']) => {
    const digits = number.replace(/[-\s]/g, '');
    return /^1[3-9]\d{9}$/.test(digits) ? digits : number;
  });
}

/** The numbers of a cell, at least one; refused where there is none of the right length. */
export function parsePhones(value: CellValue): Parsed<string[]> {
  const shown = cellText(value);
  const phones = phonesIn(shown);
  if (phones.length > 0) return ok(phones);
  return refused(
    'NOT_A_PHONE',
    { zh: `“${shown}”不是电话号码`, en: `“${shown}” is no telephone number` },
    { zh: '11 位手机号，或区号加固定电话', en: 'a mobile number of 11 digits, or a landline with its area code' },
  );
}

/** 张某13800000000 → the name and the numbers; either may be missing. */
export function splitContact(text: string): { name: string | null; phones: string[] } {
  const phones = phonesIn(text);
  const name = text
    .normalize('NFKC')
    .replace(/(?:\+?86-?)?\d[\d\s—–-]{5,}\d/g, ' ')
    .replace(/(联系)?(电话|手机|tel)[:：]?/gi, ' ')
    .replace(/[\s,，;；/、()（）:：]+/g, ' ')
    .trim();
  return { name: name === '' ? null : name, phones };
}
