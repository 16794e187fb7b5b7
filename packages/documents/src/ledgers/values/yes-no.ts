import type { CellValue } from '../../workbook/model.ts';
import { cellText, squash } from '../text.ts';
import { ask, choice, ok, refused } from './result.ts';
import type { Parsed } from './result.ts';

const YES = /^(是|√|✓|✔|☑|v|y|yes|true|有|对|已|完成|整改完成|整改到位|整改完毕|当场整改|已(于.*)?(整改|改正|完成|销号|复查|落实|消除|闭环|验收|关闭|上线|备案).*|全部(完成|整改).*|100%|合格|通过)$/i;
const NO = /^(否|×|✗|✘|☒|x|n|no|false|无|没有|未|不是|未.*|没有?(整改|完成)|尚未.*|待.*|整改中|正在.*|不合格|不通过|0%)$/i;
const PARTLY = /基本|部分|大部|多数|个别|大体|除.+外|约|\d+%|进行|阶段|长期/;

const CHOICES = [choice('是', '是', 'yes'), choice('否', '否', 'no')];

/**
 * Yes or no: √, 是, 已完成, 已整改 and ×, 否, 未整改, 整改中. 基本完成, 部分整改, 80% and plain 1 or 0 are asked:
 * the ledger does not say, and a rate depends on it.
 */
export function parseYesNo(value: CellValue): Parsed<boolean> {
  if (typeof value === 'boolean') return ok(value);
  const shown = cellText(value);
  const text = squash(shown).replace(/[。.!！;；]+$/, '');
  const question = ask(`“${shown}”算“是”还是“否”？`, `Does “${shown}” mean yes or no?`, CHOICES);
  if (typeof value === 'number' || (PARTLY.test(text) && text !== '100%' && text !== '0%')) return question;
  if (YES.test(text)) return ok(true);
  if (NO.test(text)) return ok(false);
  return refused(
    'NOT_YES_NO',
    { zh: `“${shown}”看不出是或否`, en: `“${shown}” says neither yes nor no` },
    { zh: '是（√）或否（×）', en: '是 (√) or 否 (×)' },
  );
}
