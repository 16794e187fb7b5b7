import type { CellValue } from '../workbook/model.ts';
import type { Taker } from './cells.ts';
import { addDays } from './days.ts';
import type { Day, Span } from './days.ts';
import { OPEN_PREFIX } from './layouts.ts';
import type { LayoutId } from './layouts.ts';
import { splitUnit } from './people.ts';
import type { EnforcementRow, EnterpriseRow, HazardRow, LedgerRecord, PlaceText } from './records.ts';
import { cellText, squash } from './text.ts';
import { ok, parseCount, parseCreditCode, parseDay, parseDeadline, parseHazardLevel, parseMoney, parsePhones, parseRiskGrade, parseStatus, parseSupervisingLevel, parseYesNo, refused, splitContact, splitNumbered, withoutNumber } from './values/index.ts';
import type { DateContext, MoneyUnit, Parsed } from './values/index.ts';

export interface RowContext {
  readonly period: Span | null;
  readonly today: Day | undefined;
  readonly section: string | null;
  /** The place that the section, the sheet's name or 填报单位 gives to rows without one. */
  readonly fallbackPlace: Pick<PlaceText, 'text' | 'from'> | null;
  readonly unitOf: (field: string) => MoneyUnit;
  readonly openFields: readonly string[];
}

const NO_TEXT = '';
const MAX_NAME = 120;
const MAX_PEOPLE = 300;

function place(taker: Taker, context: RowContext): PlaceText | null {
  const part = (field: string): string | null => taker.text(field, { most: MAX_NAME });
  const [county, street, village] = [part('county'), part('street'), part('village')];
  // A grid is no region: 第一网格 stays beside the place.
  const community = village !== null && /网格/.test(village) ? null : village;
  const own = [county, street, community].filter((each) => each !== null);
  const text = own.reduce((joined, each) => (each.startsWith(joined) ? each : joined + each), '');
  if (street === null && community === null && context.fallbackPlace !== null) {
    return { ...context.fallbackPlace, text: text + context.fallbackPlace.text, county, street, village, context: null };
  }
  return own.length === 0 ? null : { text, county, street, village, from: 'CELLS', context: context.fallbackPlace?.text ?? null };
}

function firm(taker: Taker): HazardRow['firm'] {
  const contact = taker.text('firmContact', { most: MAX_PEOPLE });
  const split = contact === null ? null : splitContact(contact);
  const phones = taker.take('firmPhone', parsePhones, { lenient: true, noneIsBlank: true }) ?? [];
  return {
    name: taker.text('firmName', { required: true, most: MAX_NAME }) ?? NO_TEXT,
    contact: split?.name ?? null,
    phones: [...new Set([...(split?.phones ?? []), ...phones])],
    address: taker.text('address'),
  };
}

/** Yes or no, or a day, which means yes: 销号 filled with its date. */
function yesOrDay(context: DateContext): (value: CellValue) => Parsed<boolean | Day> {
  return (value) => {
    const day = parseDay(value, context);
    if (day.kind === 'ok' && typeof value !== 'boolean') return day;
    const answer = parseYesNo(value);
    return answer.kind === 'refused' && day.kind === 'ask' ? day : answer;
  };
}

function follows(what: string, checkedOn: Day | null, parse: (value: CellValue) => Parsed<Day>): (value: CellValue) => Parsed<Day> {
  return (value) => {
    const day = parse(value);
    if (day.kind !== 'ok' || checkedOn === null || day.value >= checkedOn) return day;
    return refused(
      'BEFORE_CHECK',
      { zh: `${what}“${cellText(value)}”早于检查日期 ${checkedOn}`, en: `“${cellText(value)}” lies before the day found, ${checkedOn}` },
      { zh: `${checkedOn} 或以后的日期`, en: `${checkedOn} or later` },
    );
  };
}

function hazard(taker: Taker, context: RowContext): HazardRow {
  const base: DateContext = { period: context.period ?? undefined, notAfter: context.today };
  const checkedOn = taker.take('checkedOn', (value) => parseDay(value, base), { required: true });
  const later: DateContext = { ...base, after: checkedOn ?? undefined };
  const due = taker.take('dueOn', (value) => parseDeadline(value, { ...later, notAfter: undefined }), { noneIsBlank: true });
  const rectifiedOrDay = taker.take('rectified', yesOrDay(later));
  const rectifiedOn = taker.take('rectifiedOn', follows('完成时间', checkedOn, (value) => parseDay(value, later)), { noneIsBlank: true });
  const reinspectedOn = taker.take('reinspectedOn', follows('复查时间', checkedOn, (value) => parseDay(value, later)), { noneIsBlank: true });
  const closed = taker.take('closed', yesOrDay(later));
  const inspectors = splitUnit(taker.text('inspectors', { most: MAX_PEOPLE }) ?? '');
  const regulator = splitUnit(taker.text('regulator', { most: MAX_PEOPLE }) ?? '');
  const fundsYuan = taker.take('funds', (value) => parseMoney(value, context.unitOf('funds')));
  const number = taker.text('number');
  const description = taker.text('description', { required: true, noneIsBlank: true }) ?? NO_TEXT;
  return {
    kind: 'HAZARD',
    number: number === null ? null : squash(number),
    place: place(taker, context),
    firm: firm(taker),
    checkedOn: checkedOn ?? NO_TEXT,
    inspectingUnit: taker.text('inspectingUnit') ?? inspectors.unit,
    inspectors: inspectors.people,
    description: splitNumbered(description) === null ? withoutNumber(description) : description,
    level: taker.take('level', parseHazardLevel),
    responsible: taker.text('responsible'),
    measures: taker.text('measures'),
    fundsYuan,
    fundsText: fundsYuan === null ? taker.text('funds') : null,
    dueOn: due?.on ?? null,
    immediate: due?.immediate ?? false,
    plan: taker.text('plan'),
    regulator: regulator.unit,
    regulatorPerson: regulator.people,
    rectifyingUnit: taker.text('rectifyingUnit'),
    progress: taker.text('progress'),
    rectified: typeof rectifiedOrDay === 'string' ? true : rectifiedOrDay,
    rectifiedOn: rectifiedOn ?? (typeof rectifiedOrDay === 'string' ? rectifiedOrDay : null),
    reinspector: taker.text('reinspector'),
    reinspectedOn,
    closed: typeof closed === 'string' ? true : closed,
    closedOn: typeof closed === 'string' ? closed : null,
    gridWorker: taker.text('gridWorker'),
    section: context.section,
    note: taker.text('note'),
  };
}

/** 有, 四级 and 是 are major hazard sources, 无 and 否 are none. */
function hazardSource(value: CellValue): Parsed<boolean> {
  const text = squash(cellText(value));
  if (/^[一二三四1-4](级|处)|级$|^构成/.test(text)) return ok(true);
  if (/^(不构成|不涉及|非)/.test(text)) return ok(false);
  return parseYesNo(value);
}

function enterprise(taker: Taker, context: RowContext): EnterpriseRow {
  const leader = splitContact(taker.text('leaderName', { most: MAX_PEOPLE }) ?? '');
  const phones = taker.take('leaderPhone', parsePhones, { lenient: true, noneIsBlank: true }) ?? [];
  const sourceText = taker.text('majorHazardSource');
  const employees = taker.take('employees', parseCount, { lenient: true });
  return {
    kind: 'ENTERPRISE',
    name: taker.text('name', { required: true, most: MAX_NAME }) ?? NO_TEXT,
    creditCode: taker.take('creditCode', parseCreditCode, { noneIsBlank: true }),
    place: place(taker, context),
    address: taker.text('address'),
    category: taker.text('category'),
    industryCode: taker.text('industryCode'),
    sectorName: taker.text('sectorName'),
    size: taker.text('size'),
    employees,
    employeesText: employees === null ? taker.text('employees') : null,
    status: taker.take('status', parseStatus),
    leaderName: leader.name,
    leaderPhones: [...new Set([...leader.phones, ...phones])],
    safetyOfficer: taker.text('safetyOfficer'),
    riskGrade: taker.take('riskGrade', parseRiskGrade, { noneIsBlank: true }),
    majorHazardSource: taker.take('majorHazardSource', hazardSource),
    majorHazardSourceText: sourceText !== null && /级|处/.test(sourceText) ? sourceText : null,
    standardization: taker.text('standardization', { noneIsBlank: true }),
    regulator: taker.text('regulator'),
    supervisingLevel: taker.take('supervisingLevel', parseSupervisingLevel),
    responsibleLeader: taker.text('responsibleLeader'),
    gridWorker: taker.text('gridWorker'),
    section: context.section,
    note: taker.text('note'),
  };
}

const RANGE_MARK = /(?:-{1,2}|—+|–|~|～|至|到)(?=\d)/g;

/** 2026年9月3日至5日, 9.3-9.5, or one day: from the first through the last. */
function parseSpan(value: CellValue, context: DateContext): Parsed<Span> {
  const text = squash(cellText(value));
  const whole = parseDay(value, context);
  if (whole.kind === 'ok') return ok({ from: whole.value, to: addDays(whole.value, 1) });
  for (const mark of text.matchAll(RANGE_MARK)) {
    const start = parseDay(text.slice(0, mark.index), context);
    if (start.kind !== 'ok') continue;
    const rest = text.slice(mark.index + mark[0].length);
    const end = parseDay(/^\d{1,2}[日号]?$/.test(rest) ? `${start.value.slice(5, 7)}月${rest}` : rest, { ...context, after: start.value });
    if (end.kind === 'ok' && end.value >= start.value) return ok({ from: start.value, to: addDays(end.value, 1) });
  }
  return whole;
}

function enforcement(taker: Taker, context: RowContext): EnforcementRow {
  const base: DateContext = { period: context.period ?? undefined, notAfter: context.today };
  const dates = taker.take('dates', (value) => parseSpan(value, base), { required: true });
  const unit = context.unitOf('fines');
  const fines = taker.take('fines', (value): Parsed<(number | null)[]> => {
    const parts = typeof value === 'string' ? squash(value).split('/') : [value];
    const amounts = parts.slice(0, 2).map((part) => (part === '' ? ok(null) : parseMoney(part, unit)));
    const wrong = amounts.find((amount) => amount.kind !== 'ok');
    return wrong ?? ok(amounts.map((amount) => (amount.kind === 'ok' ? amount.value : null)));
  });
  const documents = context.openFields.flatMap((field) => {
    const count = taker.take(field, parseCount);
    return count === null ? [] : [{ label: field.slice(OPEN_PREFIX.length), count }];
  });
  return {
    kind: 'ENFORCEMENT',
    dates: dates ?? { from: NO_TEXT, to: NO_TEXT },
    category: taker.text('category'),
    name: taker.text('name', { required: true, most: MAX_NAME }) ?? NO_TEXT,
    creditCode: taker.take('creditCode', parseCreditCode, { noneIsBlank: true }),
    place: place(taker, context),
    drawn: taker.take('drawn', parseYesNo),
    reinspection: taker.take('reinspection', parseYesNo),
    violations: taker.take('violations', parseCount),
    general: taker.take('general', parseCount),
    major: taker.take('major', parseCount),
    listed: taker.take('listed', parseCount),
    documents,
    rectified: taker.take('rectified', parseCount),
    finesYuan: fines?.[0] ?? null,
    finesPaidYuan: fines?.[1] ?? taker.take('finesPaid', (value) => parseMoney(value, context.unitOf('finesPaid'))),
    officerNumbers: (taker.text('officers') ?? '').split(/[\s,，、;；/]+/).filter((part) => part !== ''),
    inspectionCode: taker.text('inspectionCode'),
    section: context.section,
    note: taker.text('note'),
  };
}

/**
 * The record of a row. Fields that are wrong are null (required ones '') and stand among the taker's problems:
 * a row with problems other than warnings must not be used.
 */
export function buildRecord(layout: LayoutId, taker: Taker, context: RowContext): LedgerRecord {
  if (layout === 'ENTERPRISES') return enterprise(taker, context);
  if (layout === 'ENFORCEMENT') return enforcement(taker, context);
  return hazard(taker, context);
}
