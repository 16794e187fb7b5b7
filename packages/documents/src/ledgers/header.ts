import { columnLetter } from '../workbook/model.ts';
import type { CellValue, Merge } from '../workbook/model.ts';
import { LAYOUTS, OPEN_PREFIX, PROBLEM_HEADING } from './layouts.ts';
import type { Column, Layout } from './layouts.ts';
import { cellText, similarity, squash } from './text.ts';

/** The first rows of a sheet by row number, merged cells not yet spread. */
export interface HeadRows {
  readonly rows: ReadonlyMap<number, readonly CellValue[]>;
  readonly merges: readonly Merge[];
}

/** A column of a header: its headings from the group down. */
export interface Heading {
  readonly column: number;
  readonly path: readonly string[];
}

export interface ColumnMatch {
  readonly field: string;
  readonly column: number;
  readonly letter: string;
  /** As the ledger writes it: 整改“五落实”/责任人. */
  readonly heading: string;
  /** 1 where the heading is a known one, down to 0.6 where it is only similar. */
  readonly confidence: number;
}

export interface HeaderMatch {
  readonly layout: Layout;
  readonly headerRow: number;
  readonly headerRows: number;
  readonly headings: readonly Heading[];
  readonly columns: readonly ColumnMatch[];
  /** Required fields without a column. */
  readonly missing: readonly string[];
  readonly confidence: number;
}

const MAX_HEADER_ROWS = 3;
/** A title may be merged to the last column of the sheet. */
const WIDEST = 200;
export const MAX_HEADING = 100;
const LEAST_MATCH = 0.6;
const LEAST_CONFIDENCE = 0.5;
const PROBLEM = squash(PROBLEM_HEADING);

/** A heading as compared: without spaces, brackets' contents (units, 盖章), quotes, marks and joining words. */
export function plainHeading(text: string): string {
  const bare = squash(text).replace(/\((?!.*街道|.*社区|.*项|.*份)[^()]*\)/g, '').replace(/\((项|份|处|条)\)/g, '');
  return bare.replace(/["“”'‘’「」《》*★:：、,，/\\及和与或之()\-—_.。?？]/g, '').toLowerCase();
}

/** Spreads a merged cell over its range, within the rows asked for. */
function textAt(head: HeadRows): (row: number, column: number) => { text: string; merged: boolean } {
  return (row, column) => {
    const merge = head.merges.find((each) => row >= each.top && row <= each.bottom && column >= each.left && column <= each.right);
    const value = head.rows.get(merge?.top ?? row)?.[merge?.left ?? column];
    return { text: cellText(value).slice(0, MAX_HEADING), merged: merge !== undefined };
  };
}

/** The headings of `count` rows from `first`: a group that was typed once and not merged reaches over the blanks to its right. */
export function headingsOf(head: HeadRows, first: number, count: number): Heading[] {
  const at = textAt(head);
  const last = first + count - 1;
  let width = 0;
  for (let row = first; row <= last; row += 1) width = Math.max(width, head.rows.get(row)?.length ?? 0);
  for (const merge of head.merges) {
    if (merge.top <= last && merge.bottom >= first) width = Math.max(width, Math.min(merge.right + 1, WIDEST));
  }
  const headings: Heading[] = [];
  const groups: string[] = [];
  for (let column = 0; column < width; column += 1) {
    const path: string[] = [];
    for (let row = first; row <= last; row += 1) {
      const { text, merged } = at(row, column);
      const below = row < last && at(row + 1, column).text !== '';
      const group = groups[row - first];
      const inherited = text === '' && !merged && below && group !== undefined;
      const effective = inherited ? group : text;
      if (text !== '' || !below) groups[row - first] = !merged && below ? text : '';
      if (effective !== '' && path.at(-1) !== effective) path.push(effective);
    }
    if (path.length > 0) headings.push({ column, path });
  }
  return headings;
}

const known = new WeakMap<Column, { leaf: string; names: ReadonlySet<string>; under: readonly string[] }>();

function namesOf(column: Column): { leaf: string; names: ReadonlySet<string>; under: readonly string[] } {
  let entry = known.get(column);
  if (!entry) {
    const leaf = plainHeading(column.label.at(-1) ?? '');
    const joined = plainHeading(column.label.join(''));
    const ambiguous = column.label.length > 1 && column.under !== undefined;
    const names = new Set([...column.names.map(plainHeading), joined, ...(ambiguous ? [] : [leaf])]);
    entry = { leaf, names, under: (column.under ?? []).map(plainHeading) };
    known.set(column, entry);
  }
  return entry;
}

/** How well a heading fits a column of a layout, 0 to 1. */
export function headingScore(path: readonly string[], column: Column): number {
  const plain = path.map(plainHeading);
  const leaf = plain.at(-1) ?? '';
  const groups = plain.slice(0, -1).filter((group) => group !== '');
  const joined = plain.join('');
  const { leaf: label, names, under } = namesOf(column);
  const beneath = under.some((word) => groups.some((group) => group.includes(word)));
  if (names.has(joined)) return 1;
  if (names.has(leaf)) return beneath ? 1 : under.length > 0 && groups.length > 0 ? 0.7 : 0.95;
  if (leaf === label) return beneath ? 1 : groups.length === 0 && leaf.length >= 2 ? 0.8 : 0.5;
  // A heading is short; data rows tried as headers are not, and need no comparison.
  if (leaf.length < 3 || leaf.length > 24) return 0;
  let best = 0;
  for (const name of names) {
    if (name.length >= 3 && leaf.includes(name)) best = Math.max(best, 0.6 + 0.25 * (name.length / leaf.length));
    else if (name.length >= 4 && similarity(name, leaf) >= 0.7) best = Math.max(best, 0.6);
  }
  return best;
}

export const headingText = (heading: Heading): string => heading.path.map((part) => part.replace(/\s+/g, '')).join('/');

const toMatch = (heading: Heading, field: string, confidence: number): ColumnMatch => ({
  field,
  column: heading.column,
  letter: columnLetter(heading.column),
  heading: headingText(heading),
  confidence: Math.round(confidence * 100) / 100,
});

export const isProblemColumn = (heading: Heading): boolean => squash(heading.path.at(-1) ?? '') === PROBLEM;

function openColumns(layout: Layout, headings: readonly Heading[], taken: ReadonlySet<number>): ColumnMatch[] {
  const { openGroup } = layout;
  if (!openGroup) return [];
  const names = new Set([openGroup.label, ...openGroup.names].map(plainHeading));
  const seen = new Set<string>();
  return headings.flatMap((heading) => {
    const leaf = squash(heading.path.at(-1) ?? '');
    if (taken.has(heading.column) || heading.path.length < 2 || seen.has(leaf)) return [];
    if (!heading.path.slice(0, -1).some((group) => names.has(plainHeading(group)))) return [];
    seen.add(leaf);
    return [toMatch(heading, `${OPEN_PREFIX}${leaf}`, 1)];
  });
}

/** Gives each column of the layout the heading that fits best, the best fits first; one heading, one field. */
export function matchColumns(layout: Layout, headings: readonly Heading[]): ColumnMatch[] {
  const pairs = headings
    .filter((heading) => !isProblemColumn(heading))
    .flatMap((heading) =>
      layout.columns.map((column, order) => ({ heading, column, order, score: headingScore(heading.path, column) })),
    )
    .filter(({ score }) => score >= LEAST_MATCH)
    .sort((a, b) => b.score - a.score || a.heading.column - b.heading.column || a.order - b.order);
  const taken = new Set<number>();
  const fields = new Set<string>();
  const matches: ColumnMatch[] = [];
  for (const { heading, column, score } of pairs) {
    if (taken.has(heading.column) || fields.has(column.field)) continue;
    taken.add(heading.column);
    fields.add(column.field);
    matches.push(toMatch(heading, column.field, score));
  }
  return [...matches, ...openColumns(layout, headings, taken)].sort((a, b) => a.column - b.column);
}

function quality(layout: Layout, headings: readonly Heading[], columns: readonly ColumnMatch[]): number {
  const requiredFields = layout.columns.filter((column) => column.required === true);
  const found = requiredFields.filter((column) => columns.some((match) => match.field === column.field)).length;
  const explained = columns.reduce((sum, match) => sum + match.confidence, 0);
  const counted = headings.filter((heading) => !isProblemColumn(heading)).length;
  return 0.5 * (found / requiredFields.length) + 0.5 * (explained / Math.max(counted, 4));
}

export function matchHeader(layout: Layout, head: HeadRows, headerRow: number, headerRows: number): HeaderMatch {
  const headings = headingsOf(head, headerRow, headerRows);
  const columns = matchColumns(layout, headings);
  const missing = layout.columns
    .filter((column) => column.required === true && !columns.some((match) => match.field === column.field))
    .map((column) => column.field);
  const confidence = Math.round(quality(layout, headings, columns) * 100) / 100;
  return { layout, headerRow, headerRows, headings, columns, missing, confidence };
}

/** Finds the header: of every start and height of one to three rows, and every layout, the best that is good enough. */
export function findHeader(head: HeadRows): HeaderMatch | undefined {
  let best: HeaderMatch | undefined;
  for (const [row, cells] of head.rows) {
    const distinct = new Set(cells.map(cellText).filter((text) => text !== ''));
    if (distinct.size < 3) continue;
    if (best && row > best.headerRow + best.headerRows && best.missing.length === 0) break;
    for (let count = 1; count <= MAX_HEADER_ROWS; count += 1) {
      for (const layout of LAYOUTS) {
        const match = matchHeader(layout, head, row, count);
        if (match.columns.length < 3 || match.confidence < LEAST_CONFIDENCE) continue;
        if (!best || match.confidence > best.confidence) best = match;
      }
    }
  }
  return best && withGroups(best, head);
}

/** A cell merged down into the header from above it shows that the header begins higher, with the groups. */
function withGroups(match: HeaderMatch, head: HeadRows): HeaderMatch {
  let { headerRow } = match;
  const end = headerRow + match.headerRows;
  const crosses = (row: number): boolean => head.merges.some((merge) => merge.top < row && merge.bottom >= row && merge.bottom < end);
  while (end - headerRow < MAX_HEADER_ROWS && crosses(headerRow)) headerRow -= 1;
  return headerRow === match.headerRow ? match : matchHeader(match.layout, head, headerRow, end - headerRow);
}
