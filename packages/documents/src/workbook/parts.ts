import { damaged, tooLarge, WorkbookError } from '../errors.ts';
import type { WorkbookLimits } from './model.ts';
import { parseXml } from './xml.ts';
import type { Package } from './zip.ts';

export interface SheetPart {
  readonly name: string;
  readonly hidden: boolean;
  readonly path: string;
}

export interface WorkbookParts {
  readonly sheets: readonly SheetPart[];
  readonly sharedStrings: string | undefined;
  readonly styles: string | undefined;
  /** The file counts its days from 1904-01-01. */
  readonly date1904: boolean;
}

interface Relation {
  readonly type: string;
  readonly path: string;
}

function resolvePath(base: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const parts = base.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

async function relations(pack: Package, of: string): Promise<Map<string, Relation>> {
  const slash = of.lastIndexOf('/') + 1;
  const path = `${of.slice(0, slash)}_rels/${of.slice(slash)}.rels`;
  const found = new Map<string, Relation>();
  if (!pack.has(path)) return found;
  await parseXml(pack.open(path), {
    open: (name, at) => {
      if (name !== 'Relationship' || at['TargetMode'] === 'External' || !at['Target'] || !at['Id']) return;
      const type = at['Type'] ?? '';
      found.set(at['Id'], { type: type.slice(type.lastIndexOf('/') + 1), path: resolvePath(of, at['Target']) });
    },
    close: () => {},
  });
  return found;
}

async function mainPart(pack: Package): Promise<string> {
  for (const relation of (await relations(pack, '')).values()) {
    if (relation.type === 'officeDocument' && pack.has(relation.path)) return relation.path;
  }
  if (pack.has('xl/workbook.xml')) return 'xl/workbook.xml';
  if (pack.has('content.xml')) throw oldFormat('OpenDocument 表格（.ods）', 'an OpenDocument spreadsheet (.ods)');
  throw notAWorkbook();
}

export const notAWorkbook = (): WorkbookError =>
  new WorkbookError('NOT_A_WORKBOOK', {
    zh: '这不是表格文件。请上传 .xlsx，或以 UTF-8、GBK 保存的 .csv。',
    en: 'This is not a workbook. Upload .xlsx, or .csv saved as UTF-8 or GBK.',
  });

export const oldFormat = (zh: string, en: string): WorkbookError =>
  new WorkbookError('OLD_FORMAT', {
    zh: `这是${zh}，不能直接读取。请用 Excel 或 WPS 打开，“另存为”选择“Excel 工作簿（.xlsx）”，再上传。`,
    en: `This is ${en}, which cannot be read. Open it in Excel or WPS, choose Save as, Excel workbook (.xlsx), and upload that.`,
  });

const noSheets = (): WorkbookError =>
  new WorkbookError('NO_SHEETS', { zh: '文件里没有工作表。', en: 'The workbook holds no sheets.' });

/** Finds the parts to read, and refuses by their declared sizes before anything large is unpacked. */
export async function workbookParts(pack: Package, limits: WorkbookLimits): Promise<WorkbookParts> {
  const main = await mainPart(pack);
  if (main.toLowerCase().endsWith('.bin')) throw oldFormat('二进制工作簿（.xlsb）', 'a binary workbook (.xlsb)');
  if (!main.toLowerCase().startsWith('xl/')) throw notAWorkbook();
  const related = await relations(pack, main);
  const sheets: SheetPart[] = [];
  let date1904 = false;
  await parseXml(pack.open(main), {
    open: (name, at) => {
      if (name === 'workbookPr') date1904 = at['date1904'] === '1' || at['date1904'] === 'true';
      if (name !== 'sheet') return;
      if (sheets.length >= limits.sheets) throw tooLarge(`工作表超过 ${limits.sheets} 张`, `More than ${limits.sheets} sheets`);
      const id = Object.entries(at).find(([key]) => key === 'id' || key.endsWith(':id'))?.[1];
      const relation = related.get(id ?? '');
      if (relation?.type !== 'worksheet') return;
      if (!pack.has(relation.path)) throw damaged(relation.path);
      sheets.push({ name: at['name'] ?? '', hidden: (at['state'] ?? 'visible') !== 'visible', path: relation.path });
    },
    close: () => {},
  });
  if (sheets.length === 0) throw noSheets();
  const pathOf = (type: string): string | undefined =>
    related.values().find((relation) => relation.type === type && pack.has(relation.path))?.path;
  return { sheets, sharedStrings: pathOf('sharedStrings'), styles: pathOf('styles'), date1904 };
}

/** Excel's own date formats, those of East Asian versions included. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Whether a number format shows a date: a y, m, d or h outside quotes, escapes, colours and conditions. */
export function isDateFormat(code: string): boolean {
  const bare = code
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/_./g, '')
    .replace(/\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .replace(/general/gi, '');
  return /[ymdhs年月日]/i.test(bare);
}

/** For each cell style whether its number format is a date's. */
export async function dateStyles(pack: Package, path: string | undefined): Promise<readonly boolean[]> {
  if (path === undefined) return [];
  const custom = new Map<number, boolean>();
  const styles: boolean[] = [];
  let within = '';
  await parseXml(pack.open(path), {
    open: (name, at) => {
      if (name === 'cellXfs' || name === 'cellStyleXfs') within = name;
      if (name === 'numFmt') custom.set(Number(at['numFmtId']), isDateFormat(at['formatCode'] ?? ''));
      if (name === 'xf' && within === 'cellXfs') {
        const id = Number(at['numFmtId'] ?? 0);
        styles.push(custom.get(id) ?? isBuiltInDate(id));
      }
    },
    close: (name) => {
      if (name === within) within = '';
    },
  });
  return styles;
}
