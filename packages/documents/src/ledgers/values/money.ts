import type { CellValue } from '../../workbook/model.ts';
import { cellText, numberText, squash } from '../text.ts';
import { ask, choice, ok, refused } from './result.ts';
import type { Parsed } from './result.ts';

/** The unit that a column's header gives, 万元 or 元; undefined where it gives none. */
export type MoneyUnit = 'WAN' | 'YUAN' | undefined;

const WAN = 10_000;
/** A plain number from here on in a column of 万元 is more likely yuan: asked. */
const SUSPICIOUS_WAN = 1000;

const RIGHT = { zh: '如 0.05（列标题为万元时）、3000元、1.2万元', en: 'such as 0.05 under 万元, 3000元, 1.2万元' };
const AMOUNT = /^(?:人民币|¥|￥|rmb)?(\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)(万元|万|千元|千|百元|元|圆|亿元|亿)?(?:整|人民币)?$/i;
const FACTORS: ReadonlyMap<string, number> = new Map([
  ['元', 1], ['圆', 1], ['百元', 100], ['千', 1000], ['千元', 1000], ['万', WAN], ['万元', WAN], ['亿', 1e8], ['亿元', 1e8],
]);
const NO_AMOUNT = /^(企业)?(自筹|自理|自行承担|自行解决|已落实|已到位|到位|落实|按需|按实际|未投入|无需|不需要|无|零)(资金)?$/;

const toCents = (yuan: number): number => Math.round(yuan * 100) / 100;

function asksUnit(shown: string, amount: number): Parsed<never> {
  return ask(`“${shown}”是元还是万元？`, `Is “${shown}” in yuan or in ten thousand yuan?`, [
    choice(`${numberText(amount)}元`),
    choice(`${numberText(amount)}万元`),
  ]);
}

/**
 * An amount in yuan, to the cent. A unit in the cell wins over the header's. null where the cell names no amount (企业自筹).
 * A plain number without any unit, or of 1000 and more under 万元, and ranges, are asked.
 */
export function parseMoney(value: CellValue, unit: MoneyUnit): Parsed<number | null> {
  const shown = cellText(value);
  const text = squash(shown).replace(/^(投入|约为|资金|共计|共)(?=\d)/, '');
  if (NO_AMOUNT.test(text)) return ok(/零/.test(text) ? 0 : null);
  const range = /^(?:约|大约|近)?(\d+(?:\.\d+)?)(?:(?:-|~|至)(\d+(?:\.\d+)?))?(万元|万|元)?(?:左右|余|多)?$/.exec(text);
  const match = AMOUNT.exec(text);
  if (match) {
    const amount = Number((match[1] ?? '').replaceAll(',', ''));
    const named = match[2];
    if (named !== undefined) return ok(toCents(amount * (FACTORS.get(named) ?? 1)));
    if (amount === 0) return ok(0);
    if (unit === 'YUAN') return ok(toCents(amount));
    if (unit === 'WAN' && amount < SUSPICIOUS_WAN) return ok(toCents(amount * WAN));
    return asksUnit(shown, amount);
  }
  if (range) {
    const suffix = range[3] ?? (unit === 'WAN' ? '万元' : unit === 'YUAN' ? '元' : undefined);
    const amounts = [range[1], range[2]].filter((amount) => amount !== undefined);
    const suffixes = suffix === undefined ? ['元', '万元'] : [suffix];
    const choices = amounts.flatMap((amount) => suffixes.map((each) => choice(`${amount}${each}`)));
    return ask(`“${shown}”按多少计？`, `Which amount is “${shown}”?`, choices);
  }
  return refused('NOT_MONEY', { zh: `“${shown}”不是金额`, en: `“${shown}” is no amount` }, RIGHT);
}

/** A whole number from 0: 3, 3份, 三项. */
export function parseCount(value: CellValue): Parsed<number> {
  const shown = cellText(value);
  const text = squash(shown).replace(/^(共|约)/, '').replace(/(份|项|条|处|个|人|次|家|名|起)$/, '').replaceAll(',', '');
  if (/^\d{1,9}$/.test(text)) return ok(Number(text));
  if (text === '无' || text === '零') return ok(0);
  const digit = '一二三四五六七八九十'.indexOf(text);
  if (text.length === 1 && digit >= 0) return ok(digit + 1);
  return refused(
    'NOT_A_COUNT',
    { zh: `“${shown}”不是个数`, en: `“${shown}” is no count` },
    { zh: '0 或正整数', en: '0 or a positive whole number' },
  );
}
