import type { Merge, Workbook, WorkbookLimits } from './model.ts';
import { dateStyles, workbookParts } from './parts.ts';
import { sharedStrings } from './shared-strings.ts';
import { sheetMerges, sheetRows } from './sheet.ts';
import type { SheetContext } from './sheet.ts';
import { openPackage, unpacksTooFar } from './zip.ts';

/** Opens an .xlsx: its directory, styles and shared strings are read, its sheets only when asked. */
export async function openXlsx(bytes: Uint8Array, limits: WorkbookLimits): Promise<Workbook> {
  const pack = await openPackage(bytes, limits);
  const parts = await workbookParts(pack, limits);
  const read = [...parts.sheets.map((sheet) => sheet.path), parts.sharedStrings, parts.styles];
  const declared = read.reduce((sum, path) => sum + (path === undefined ? 0 : pack.size(path)), 0);
  if (declared > limits.unpackedBytes) throw unpacksTooFar(limits.unpackedBytes);
  const strings = await sharedStrings(pack, parts.sharedStrings, limits);
  const styles = await dateStyles(pack, parts.styles);
  return {
    format: 'xlsx',
    sheets: parts.sheets.map(({ name, hidden, path }) => {
      const context: SheetContext = { pack, path, strings, dateStyles: styles, date1904: parts.date1904, limits };
      let merges: Promise<readonly Merge[]> | undefined;
      return {
        name,
        hidden,
        merges: () => (merges ??= sheetMerges(context)),
        rows: () => sheetRows(context),
      };
    }),
  };
}
