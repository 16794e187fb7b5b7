import { setImmediate } from 'node:timers/promises';
import { tooLarge } from '../errors.ts';
import { MAX_CELL_CHARACTERS, MAX_COLUMNS } from './model.ts';
import type { CellValue, SheetRow, Workbook, WorkbookLimits } from './model.ts';
import { notAWorkbook } from './parts.ts';

const BREATH_ROWS = 500;
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u0019\u001B-\u001F]/;

/**
 * UTF-8 with or without mark, UTF-16 with a mark (Excel's "Unicode text"), else GB 18030, of which GBK is part.
 * All strict: bytes that fit none are no text, and throw NOT_A_WORKBOOK.
 */
export function decodeText(bytes: Uint8Array): string {
  const [a, b] = bytes;
  const marked = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
  for (const encoding of marked ? [marked] : ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (CONTROL.test(text)) throw notAWorkbook();
      return text;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw notAWorkbook();
}

function separatorOf(text: string): string {
  const sample = text.slice(0, 20_000).replace(/"[^"]*"/g, '');
  const count = (separator: string): number => sample.split(separator).length - 1;
  return [',', '\t', ';', '|'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** Excel's ="0123" for a text of digits, and the apostrophe that keeps a text from becoming a formula. */
function unwrap(text: string): CellValue {
  const quoted = /^="(.*)"$/s.exec(text);
  const value = quoted ? (quoted[1] ?? '') : /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
  return value.trim() === '' ? null : value.slice(0, MAX_CELL_CHARACTERS);
}

function* records(text: string, separator: string): Generator<string[]> {
  let at = 0;
  let record: string[] = [];
  while (at < text.length) {
    let value = '';
    if (text[at] === '"') {
      let from = at + 1;
      for (;;) {
        const quote = text.indexOf('"', from);
        if (quote < 0) {
          value += text.slice(from);
          at = text.length;
          break;
        }
        value += text.slice(from, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        value += '"';
        from = at + 1;
      }
    }
    const from = at;
    while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1;
    value += text.slice(from, at);
    if (record.length < MAX_COLUMNS) record.push(value);
    const end = text[at];
    if (end === separator) {
      at += 1;
      if (at < text.length) continue;
      record.push('');
    }
    if (end === '\r' && text[at + 1] === '\n') at += 1;
    at += end === separator ? 0 : 1;
    yield record;
    record = [];
  }
}

function* csvRows(text: string, limits: WorkbookLimits): Generator<SheetRow> {
  const directive = /^sep=(.)\r?\n/i.exec(text);
  const separator = directive?.[1] ?? separatorOf(text);
  let row = directive ? 1 : 0;
  let filled = 0;
  for (const record of records(directive ? text.slice(directive[0].length) : text, separator)) {
    row += 1;
    const cells = record.map(unwrap);
    while (cells.length > 0 && cells.at(-1) === null) cells.pop();
    if (cells.length === 0) continue;
    filled += 1;
    if (filled > limits.filledRows) {
      throw tooLarge(`有内容的行超过 ${limits.filledRows} 行`, `More than ${limits.filledRows} rows with values`);
    }
    yield { row, hidden: false, cells };
  }
}

/** Opens a CSV as a workbook of one sheet. A row is a record: one with line breaks in its quotes counts once, as in Excel. */
export function openCsv(bytes: Uint8Array, name: string, limits: WorkbookLimits): Workbook {
  const text = decodeText(bytes);
  return {
    format: 'csv',
    sheets: [
      {
        name,
        hidden: false,
        merges: () => Promise.resolve([]),
        rows: async function* rows() {
          let count = 0;
          for (const row of csvRows(text, limits)) {
            yield row;
            count += 1;
            // Nothing here waits for input: let the server answer others meanwhile.
            if (count % BREATH_ROWS === 0) await setImmediate();
          }
        },
      },
    ],
  };
}
