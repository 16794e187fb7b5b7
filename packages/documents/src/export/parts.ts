import { columnLetter, MAX_CELL_CHARACTERS } from '../workbook/model.ts';
import type { ExportColumn, ExportFormat } from './model.ts';

export const STYLE = { plain: 0, title: 1, header: 2, text: 3, date: 4, number: 5, integer: 6, money: 7, percent: 8, literal: 9, section: 10, column: 11 } as const;

export const STYLE_OF: Readonly<Record<ExportFormat, number>> = {
  text: STYLE.text,
  date: STYLE.date,
  number: STYLE.number,
  integer: STYLE.integer,
  money: STYLE.money,
  percent: STYLE.percent,
};

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for XML: what XML cannot hold is dropped, and a literal _x000D_ is kept from being read as a character. */
export function escapeXml(text: string): string {
  return text
    .slice(0, MAX_CELL_CHARACTERS)
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
}

/** Names as Excel takes them: at most 31 characters, none of []:*?/\, unique whatever the case. */
export function sheetNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const clean = name.replace(/[[\]:*?/\\\u0000-\u001F]/g, ' ').replace(/^'+|'+$/g, '').trim().slice(0, 31) || '表';
    let unique = clean;
    for (let copy = 2; taken.has(unique.toLowerCase()); copy += 1) unique = `${clean.slice(0, 27)}(${copy})`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

/** Rows of headings with their merges: groups over equal neighbours, short headings down to the last row. */
export function headerCells(columns: readonly ExportColumn[]): { rows: string[][]; merges: [number, number, number, number][] } {
  const depth = Math.max(1, ...columns.map((column) => column.heading.length));
  const rows = Array.from({ length: depth }, (_, level) => columns.map((column) => column.heading[level] ?? ''));
  const merges: [number, number, number, number][] = [];
  const groupOf = (at: number, level: number): string => JSON.stringify(columns[at]?.heading.slice(0, level + 1));
  const isGroup = (at: number, level: number): boolean => (columns[at]?.heading.length ?? 0) > level + 1;
  for (let level = 0; level < depth; level += 1) {
    for (let at = 0; at < columns.length; at += 1) {
      const last = (columns[at]?.heading.length ?? 0) - 1;
      if (last === level && last < depth - 1) merges.push([level, at, depth - 1, at]);
      if (!isGroup(at, level)) continue;
      let end = at;
      while (isGroup(end + 1, level) && groupOf(end + 1, level) === groupOf(at, level)) end += 1;
      if (end > at) merges.push([level, at, level, end]);
      for (let covered = at + 1; covered <= end; covered += 1) (rows[level] ?? [])[covered] = '';
      at = end;
    }
  }
  return { rows, merges };
}

export const reference = (row: number, column: number): string => `${columnLetter(column)}${row}`;

export const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="0.0%"/></numFmts>\
<fonts count="3"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="16"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF0F2F5"/><bgColor indexed="64"/></patternFill></fill></fills>\
<borders count="2"><border/><border><left style="thin"><color rgb="FF8C8C8C"/></left><right style="thin"><color rgb="FF8C8C8C"/></right><top style="thin"><color rgb="FF8C8C8C"/></top><bottom style="thin"><color rgb="FF8C8C8C"/></bottom></border></borders>\
<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="12"><xf/>\
<xf fontId="1" applyFont="1" applyAlignment="1"><alignment horizontal="center" vertical="center"/></xf>\
<xf fontId="2" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>\
${[49, 164, 0, 3, 4, 165].map((format) => `<xf numFmtId="${format}" borderId="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>`).join('')}\
<xf numFmtId="49" borderId="1" quotePrefix="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>\
<xf fontId="2" borderId="1" applyFont="1" applyBorder="1" applyAlignment="1"><alignment vertical="center"/></xf>\
<xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`;

export const ROOT_RELATIONS = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

export const contentTypes = (sheets: number): string =>
  `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>\
${Array.from({ length: sheets }, (_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}</Types>`;

export const workbookRelations = (sheets: number): string =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${Array.from({ length: sheets }, (_, at) => `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join('')}\
<Relationship Id="rId${sheets + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`;

/** `titles`: the first and last row of each sheet's header, repeated on every printed page. */
export const workbookXml = (names: readonly string[], titles: readonly (readonly [number, number])[]): string =>
  `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${names.map((name, at) => `<sheet name="${escapeXml(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')}</sheets>\
<definedNames>${titles.map(([first, last], at) => `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">${escapeXml(`'${(names[at] ?? '').replaceAll("'", "''")}'!$${first}:$${last}`)}</definedName>`).join('')}</definedNames></workbook>`;

/** What comes before the rows: fit to the page's width, header frozen, column widths. */
export function sheetStart(columns: readonly ExportColumn[], headerEnd: number): string {
  // Text columns are formatted as text below the rows too: a code of 18 digits typed there stays whole.
  const styleOf = (column: ExportColumn): string => ((column.format ?? 'text') === 'text' ? ` style="${STYLE.column}"` : '');
  const widths = columns.map((column, at) => `<col min="${at + 1}" max="${at + 1}" width="${column.width ?? 12}"${styleOf(column)} customWidth="1"/>`);
  return `${XML}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="${headerEnd}" topLeftCell="A${headerEnd + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
<cols>${widths.join('')}</cols><sheetData>`;
}

/** What comes after them: merges, and A4 landscape, as wide as the page and as long as need be, pages numbered. */
export function sheetEnd(merges: readonly string[]): string {
  const merged = merges.length === 0 ? '' : `<mergeCells count="${merges.length}">${merges.map((each) => `<mergeCell ref="${each}"/>`).join('')}</mergeCells>`;
  return `</sheetData>${merged}<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>\
<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>`;
}
