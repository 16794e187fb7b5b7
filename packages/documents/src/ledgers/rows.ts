import { WorkbookError } from '../errors.ts';
import { openWorkbook } from '../workbook/index.ts';
import type { OpenOptions } from '../workbook/index.ts';
import { isBlank } from '../workbook/model.ts';
import type { CellValue, Merge, Sheet } from '../workbook/model.ts';
import { buildRecord } from './build.ts';
import type { RowContext } from './build.ts';
import { answersOf, takerFor } from './cells.ts';
import type { Answers } from './cells.ts';
import { classify, sectionName } from './classify.ts';
import type { Day } from './days.ts';
import { fallbackPlace } from './fallback-place.ts';
import type { HeaderMatch } from './header.ts';
import { OPEN_PREFIX } from './layouts.ts';
import type { SheetMapping } from './mapping.ts';
import type { Answer, Problem } from './problems.ts';
import { recognise } from './recognise.ts';
import type { Recognition } from './recognise.ts';
import type { HazardRow, LedgerRecord } from './records.ts';
import { cellText, isDitto, squash } from './text.ts';
import { splitNumbered } from './values/index.ts';
import type { MoneyUnit } from './values/index.ts';

export interface LedgerOptions extends OpenOptions {
  /** Set by hand or remembered; by sheet name before signature. */
  readonly mappings?: readonly SheetMapping[];
  readonly answers?: readonly Answer[];
  /** Hears each answer that a cell is read by. */
  readonly onAnswer?: (answer: Answer) => void;
  /** Refuses days of inspection after it. */
  readonly today?: Day;
  /** Reads hidden rows and hidden sheets too. */
  readonly includeHidden?: boolean;
  /** Which rows with several numbered hazards become several rows: all, or those of these keys (see rowKey). */
  readonly split?: 'ALL' | ReadonlySet<string>;
  /** Those whose text was answered to be several before, by splitKey. */
  readonly splitTexts?: ReadonlySet<string>;
}

/** Rows that were read over, and how many were read. Complete when the rows are. */
export interface Tally {
  data: number;
  blank: number;
  hidden: number;
  sections: number;
  totals: number;
  /** Headers repeated for printing, and rows of column numbers. */
  headers: number;
  notes: number;
}

export interface LedgerSheet extends Recognition {
  /** Counts the last reading of the rows. */
  readonly tally: Tally;
}

export interface LedgerRow {
  readonly sheet: string;
  readonly row: number;
  /** 1 to `parts` where one cell held several numbered hazards that were split; else 1 of 1. */
  readonly part: number;
  readonly parts: number;
  readonly hidden: boolean;
  readonly section: string | null;
  /** READY may be used; ASK needs answers; REFUSED needs correction. */
  readonly status: 'READY' | 'ASK' | 'REFUSED';
  readonly record: LedgerRecord;
  /** By column, merges filled down and 同上 resolved; a 编号 merged over several rows belongs to none and is left out. */
  readonly raw: readonly CellValue[];
  readonly problems: readonly Problem[];
  /** The hazards that the description numbers, offered as rows of their own; null where it is one, or was split. */
  readonly split: readonly string[] | null;
  /** The text that was split; null where none was. */
  readonly whole: string | null;
}

export interface Ledger {
  readonly format: 'xlsx' | 'csv';
  readonly sheets: readonly LedgerSheet[];
  /** Streams the rows of every recognised sheet, in order; may be called again. Throws WorkbookError. */
  rows(): AsyncGenerator<LedgerRow>;
}

const SPLIT_KEY = 200;
/** A cell's text as far as a question shows it, whatever its spaces. */
export const splitKey = (text: string): string => squash(text.slice(0, SPLIT_KEY));
export const rowKey = (sheet: string, row: number): string => `${sheet}!${row}`;

/** Amounts and counts belong to the first row of a merge; filling them down would multiply them. */
const NOT_FILLED = new Set(['funds', 'violations', 'general', 'major', 'listed', 'rectified', 'fines', 'finesPaid', 'employees']);

const emptyTally = (): Tally => ({ data: 0, blank: 0, hidden: 0, sections: 0, totals: 0, headers: 0, notes: 0 });

interface SheetReading {
  readonly sheet: Sheet;
  readonly header: HeaderMatch;
  readonly state: LedgerSheet;
  readonly options: LedgerOptions;
  readonly answers: Answers;
}

/** Spreads vertical merges over the rows below their first, as the rows come. */
function mergeFiller(merges: readonly Merge[], header: HeaderMatch) {
  const sorted = merges.filter((merge) => merge.top >= header.headerRow + header.headerRows).sort((a, b) => a.top - b.top);
  const fields = new Map(header.columns.map((match) => [match.column, match.field]));
  const kept = (column: number, layout: string): boolean => {
    const field = fields.get(column);
    if (field === undefined) return true;
    if (field === 'rectified' && layout !== 'ENFORCEMENT') return true;
    return !NOT_FILLED.has(field) && !field.startsWith(OPEN_PREFIX);
  };
  let next = 0;
  let active: { merge: Merge; value: CellValue }[] = [];
  return (row: number, cells: readonly CellValue[]) => {
    const starting: Merge[] = [];
    for (let merge = sorted[next]; merge && merge.top <= row; merge = sorted[next]) {
      next += 1;
      const here = merge.top === row;
      if (here) starting.push(merge);
      if (merge.bottom > merge.top) active.push({ merge, value: here ? (cells[merge.left] ?? null) : null });
    }
    active = active.filter(({ merge }) => merge.bottom >= row);
    const filled = [...cells];
    const inherited = new Set<number>();
    for (const { merge, value } of active) {
      if (merge.top === row || value === null || !kept(merge.left, header.layout.id)) continue;
      while (filled.length <= merge.left) filled.push(null);
      filled[merge.left] = value;
      inherited.add(merge.left);
    }
    const covered = new Set(active.map(({ merge }) => merge.left));
    return { filled, inherited, covered, starting };
  };
}

function unitsOf(header: HeaderMatch): (field: string) => MoneyUnit {
  const units = new Map<string, MoneyUnit>();
  for (const { field, heading } of header.columns) {
    units.set(field, /万\s*元/.test(heading) ? 'WAN' : /元/.test(heading) ? 'YUAN' : undefined);
  }
  return (field) => units.get(field);
}

const continued = (reading: SheetReading, row: number): Problem => {
  const column = reading.header.columns.find((match) => match.field === 'description');
  return {
    kind: 'REFUSED',
    code: 'CONTINUED',
    sheet: reading.sheet.name,
    row,
    column: column?.letter ?? null,
    field: 'description',
    heading: column?.heading ?? 'description',
    value: '',
    why: { zh: '单位和问题都与上一行合并，本行不是另一条隐患', en: 'Enterprise and description are merged with the row above: this is no further hazard' },
    right: { zh: '把本行内容并入上一行，或取消合并后填写本条隐患', en: 'move this row into the one above, or unmerge and describe this hazard' },
    choices: [],
  };
};

function statusOf(problems: readonly Problem[]): LedgerRow['status'] {
  if (problems.some((problem) => problem.kind === 'REFUSED')) return 'REFUSED';
  return problems.some((problem) => problem.kind === 'ASK') ? 'ASK' : 'READY';
}

/** One record per part; measures go along where they are numbered alike, the money stays with the first. */
function splitRecord(record: HazardRow, parts: readonly string[]): HazardRow[] {
  const measures = record.measures === null ? null : splitNumbered(record.measures);
  return parts.map((description, at) => ({
    ...record,
    description,
    number: record.number === null ? null : `${record.number}-${at + 1}`,
    measures: measures?.length === parts.length ? (measures[at] ?? null) : record.measures,
    fundsYuan: at === 0 ? record.fundsYuan : null,
    fundsText: at === 0 ? record.fundsText : null,
  }));
}

async function* sheetRows(reading: SheetReading): AsyncGenerator<LedgerRow> {
  const { sheet, header, state, options, answers } = reading;
  const { tally } = state;
  Object.assign(tally, emptyTally());
  const columns = new Map(header.columns.map((match) => [match.field, match]));
  const columnAt = (field: string): number => columns.get(field)?.column ?? -1;
  const fill = mergeFiller(await sheet.merges(), header);
  const firstRow = header.headerRow + header.headerRows;
  let section: string | null = null;
  let above: readonly CellValue[] = [];
  const shared: Omit<RowContext, 'section' | 'fallbackPlace'> = {
    period: state.metadata.period,
    today: options.today,
    unitOf: unitsOf(header),
    openFields: header.columns.map((match) => match.field).filter((field) => field.startsWith(OPEN_PREFIX)),
  };
  for await (const { row, hidden, cells } of sheet.rows()) {
    if (row < firstRow) continue;
    const { filled, inherited, covered, starting } = fill(row, cells);
    const kind = classify({ cells, row, merges: starting }, header);
    if (kind === 'SECTION' && !(hidden && options.includeHidden !== true)) section = sectionName(cellText(cells.find((value) => !isBlank(value))));
    const resolved = filled.map((value, column) => (isDitto(value) ? (above[column] ?? value) : value));
    if (kind === 'DATA') above = resolved;
    if (hidden && options.includeHidden !== true) {
      tally.hidden += 1;
      continue;
    }
    if (kind !== 'DATA') {
      tally[TALLIED[kind]] += 1;
      continue;
    }
    tally.data += 1;
    const sharedNumber = covered.has(columnAt('number'));
    if (sharedNumber) resolved[columnAt('number')] = null;
    const taker = takerFor({ sheet: sheet.name, row, columns, value: (field) => resolved[columnAt(field)] ?? null }, answers);
    const record = buildRecord(header.layout.id, taker, {
      ...shared,
      section,
      fallbackPlace: fallbackPlace(section, sheet.name, state.metadata),
    });
    const isContinued = inherited.has(columnAt('description')) && inherited.has(columnAt('firmName'));
    const problems = isContinued ? [continued(reading, row)] : taker.problems.toSorted((a, b) => columnAt(a.field) - columnAt(b.field));
    const parts = record.kind === 'HAZARD' ? splitNumbered(record.description) : null;
    const accepted = parts !== null && (options.split === 'ALL' || options.split?.has(rowKey(sheet.name, row)) === true || (record.kind === 'HAZARD' && options.splitTexts?.has(splitKey(record.description)) === true));
    const common = { sheet: sheet.name, row, hidden, section, status: statusOf(problems), raw: resolved, problems };
    if (!accepted || record.kind !== 'HAZARD') {
      yield { ...common, part: 1, parts: 1, record, split: parts, whole: null };
      continue;
    }
    for (const [at, each] of splitRecord(record, parts).entries()) {
      yield { ...common, part: at + 1, parts: parts.length, record: each, split: null, whole: record.description };
    }
  }
}

/** What each sheet looks like, recognised or not: the start of a mapping by hand. Throws WorkbookError (see openWorkbook). */
export async function inspectLedger(bytes: Uint8Array, options: LedgerOptions = {}): Promise<Recognition[]> {
  const workbook = await openWorkbook(bytes, options);
  const recognitions: Recognition[] = [];
  for (const sheet of workbook.sheets) recognitions.push((await recognise(sheet, options)).recognition);
  return recognitions;
}

const TALLIED = { BLANK: 'blank', SECTION: 'sections', TOTAL: 'totals', HEADER: 'headers', NOTE: 'notes' } as const;

/**
 * Opens a ledger: recognises every sheet, reads no rows yet. Throws WorkbookError (see openWorkbook; NO_KNOWN_HEADER
 * where no sheet has a header that is known or mapped; BAD_MAPPING). What is wrong with single rows stands in the rows.
 */
export async function readLedger(bytes: Uint8Array, options: LedgerOptions = {}): Promise<Ledger> {
  const workbook = await openWorkbook(bytes, options);
  const answers = answersOf(options.answers ?? [], options.onAnswer);
  const readings: SheetReading[] = [];
  const sheets: LedgerSheet[] = [];
  for (const sheet of workbook.sheets) {
    const { recognition, header } = await recognise(sheet, options);
    const state: LedgerSheet = { ...recognition, tally: emptyTally() };
    sheets.push(state);
    if (header && (!sheet.hidden || options.includeHidden === true)) readings.push({ sheet, header, state, options, answers });
  }
  if (readings.length === 0) {
    throw new WorkbookError('NO_KNOWN_HEADER', {
      zh: '没有认出表头。请使用下载的模板，或手工指定表头所在行和各列的含义。',
      en: 'No known header was found. Use a template, or say by hand which row is the header and what its columns mean.',
    });
  }
  return {
    format: workbook.format,
    sheets,
    rows: async function* rows() {
      for (const reading of readings) yield* sheetRows(reading);
    },
  };
}
