import { depthOf } from '@anwang/domain/regions';
import type { RegionLevel } from '@anwang/domain/regions';
import type { PlaceText } from './records.ts';
import { similarity, squash } from './text.ts';

export interface PlaceRegion {
  readonly id: string;
  readonly name: string;
  /** 12 digits, or null. */
  readonly code: string | null;
  /** Segments ending in '/'; of a region and its ancestors the shorter is a prefix of the longer. */
  readonly path: string;
  readonly level: RegionLevel;
  readonly parentName: string | null;
}

export type PlaceMatch<R extends PlaceRegion> =
  | {
      readonly kind: 'UNIQUE';
      readonly region: R;
      /** 县直, 市直, 本级: what that region manages itself. */
      readonly own: boolean;
    }
  | { readonly kind: 'AMBIGUOUS'; readonly own: boolean; readonly candidates: readonly R[] }
  /** `similar`: names that resemble it, to be chosen by a person. */
  | { readonly kind: 'UNKNOWN'; readonly similar: readonly R[] };

export interface PlaceOptions {
  /** The region of the office that imports: what 本级 and 县直 mean, and the first place to look. */
  readonly within?: string;
  /** The levels that the column holds (a column 乡镇: STREET): preferred where several levels share a name. */
  readonly levels?: readonly RegionLevel[];
}

const SHORTENED = /(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|自治县|自治旗|地区|街道办事处|街道办|办事处|街道|民族乡|居民委员会|村民委员会|居委会|村委会|社区居委会|社区|省|市|县|区|旗|盟|镇|乡|村)$/;
const ZONE = /(园区|开发区|集聚区|示范区|高新区|管理区|产业园|工业园)/;
const OWN = /^(.*?)(省|市|县|区|旗|镇|乡|街道)?(直|直属|属|本级|本级直管|直管|级直属|直单位|直机关|级)(企业|单位|部门)?$/;
const OWN_LEVEL: ReadonlyMap<string, RegionLevel> = new Map([
  ['省', 'PROVINCE'], ['市', 'CITY'], ['县', 'COUNTY'], ['区', 'COUNTY'], ['旗', 'COUNTY'], ['镇', 'STREET'], ['乡', 'STREET'], ['街道', 'STREET'],
]);
const MAX_CANDIDATES = 20;
const MAX_WORDS = 150;

/** 柳屯镇 → 柳屯镇, 柳屯; 建设路街道办事处 → 建设路街道, 建设路. The first is the full name. */
function aliases(name: string): string[] {
  const full = squash(name);
  const plain = full.replace(/街道办事处$|街道办$/, '街道').replace(/居民委员会$|居委会$/, '').replace(/村民委员会$|村委会$/, '村').replace(/村村$/, '村').replace(/社区社区$/, '社区');
  const short = full.replace(SHORTENED, '').replace(/(社区|村)$/, '');
  return [...new Set([full, plain, `${plain}`.replace(/街道$/, '办事处'), ...(short.length >= 2 ? [short] : [])])].filter((alias) => alias.length >= 2);
}

interface Index<R extends PlaceRegion> {
  readonly byAlias: ReadonlyMap<string, readonly { readonly region: R; readonly full: boolean }[]>;
  readonly byPath: ReadonlyMap<string, R>;
  readonly byCode: ReadonlyMap<string, R>;
  readonly byId: ReadonlyMap<string, R>;
  readonly regions: readonly R[];
}

const indexes = new WeakMap<object, unknown>();

function indexOf<R extends PlaceRegion>(regions: readonly R[]): Index<R> {
  const cached = indexes.get(regions) as Index<R> | undefined;
  if (cached) return cached;
  const byAlias = new Map<string, { region: R; full: boolean }[]>();
  for (const region of regions) {
    const full = squash(region.name);
    for (const alias of aliases(region.name)) {
      const entry = { region, full: alias === full || alias === full.replace(/办事处$/, '') };
      const list = byAlias.get(alias);
      if (list) list.push(entry);
      else byAlias.set(alias, [entry]);
    }
  }
  const index: Index<R> = {
    byAlias,
    byPath: new Map(regions.map((region) => [region.path, region])),
    byCode: new Map(regions.flatMap((region) => (region.code === null ? [] : [[region.code, region]]))),
    byId: new Map(regions.map((region) => [region.id, region])),
    regions,
  };
  indexes.set(regions, index);
  return index;
}

function ancestors<R extends PlaceRegion>(region: R, index: Index<R>): R[] {
  const found: R[] = [];
  for (let slash = region.path.lastIndexOf('/', region.path.length - 2); slash > 0; slash = region.path.lastIndexOf('/', slash - 1)) {
    const ancestor = index.byPath.get(region.path.slice(0, slash + 1));
    if (ancestor) found.push(ancestor);
  }
  return found;
}

/** Whether the words before a name are those of its ancestors, the nearest last, any of them left out. */
function leadsTo<R extends PlaceRegion>(lead: string, chain: readonly R[]): boolean {
  if (lead === '') return true;
  return chain.some((ancestor, at) =>
    aliases(ancestor.name).some((alias) => lead.endsWith(alias) && leadsTo(lead.slice(0, -alias.length), chain.slice(at + 1))),
  );
}

interface Found<R> {
  readonly region: R;
  /** Written out: the full name, with ancestors or alone. */
  readonly full: boolean;
  readonly lead: string;
}

function byName<R extends PlaceRegion>(text: string, index: Index<R>): Found<R>[] {
  const found: Found<R>[] = [];
  for (let start = 0; start <= text.length - 2; start += 1) {
    for (const { region, full } of index.byAlias.get(text.slice(start)) ?? []) {
      const lead = text.slice(0, start);
      if (leadsTo(lead, ancestors(region, index))) found.push({ region, full, lead });
    }
  }
  return found;
}

/** A full name goes before a short one, the column's level before others, the office's own regions before the rest. */
function narrow<R extends PlaceRegion>(found: readonly Found<R>[], options: PlaceOptions, index: Index<R>): R[] {
  const office = options.within === undefined ? undefined : index.byId.get(options.within);
  const preferences: ((each: Found<R>) => boolean)[] = [
    ({ region }) => office === undefined || region.path.startsWith(office.path),
    ({ region }) => options.levels?.includes(region.level) ?? true,
    ({ full }) => full,
  ];
  let left = found;
  for (const prefers of preferences) {
    const preferred = left.filter(prefers);
    if (preferred.length > 0) left = preferred;
  }
  return [...new Set(left.map(({ region }) => region))];
}

function result<R extends PlaceRegion>(regions: readonly R[], own: boolean): PlaceMatch<R> | undefined {
  const [only] = regions;
  if (only === undefined) return undefined;
  if (regions.length === 1) return { kind: 'UNIQUE', region: only, own };
  return { kind: 'AMBIGUOUS', own, candidates: regions.slice(0, MAX_CANDIDATES) };
}

function byCode<R extends PlaceRegion>(text: string, index: Index<R>): PlaceMatch<R> | undefined {
  if (!/^\d{2}(\d{2}){0,2}(\d{3}){0,2}$/.test(text)) return undefined;
  const region = index.byCode.get(text.padEnd(12, '0'));
  return region && result([region], false);
}

/** 县直, 濮阳县本级, 市直: the region's own. Of a city's office, 县直 alone may be any of its counties. */
function byOwn<R extends PlaceRegion>(text: string, options: PlaceOptions, index: Index<R>): PlaceMatch<R> | undefined {
  const match = OWN.exec(text);
  if (!match || index.byAlias.has(text)) return undefined;
  const [, lead = '', word] = match;
  const office = options.within === undefined ? undefined : index.byId.get(options.within);
  if (lead !== '') {
    const named = narrow([...byName(lead + (word ?? ''), index), ...(word === undefined ? [] : byName(lead, index))], { ...options, levels: [] }, index);
    return result(named, true);
  }
  if (!office) return undefined;
  const level = word === undefined ? office.level : (OWN_LEVEL.get(word) ?? office.level);
  if (level === office.level) return result([office], true);
  const inScope = index.regions.filter((region) => region.level === level && (region.path.startsWith(office.path) || office.path.startsWith(region.path)));
  return result(inScope, true);
}

/** 工业园区, 开发区: the only zone of that kind within the office, else all of them to choose from. */
function byZone<R extends PlaceRegion>(text: string, options: PlaceOptions, index: Index<R>): PlaceMatch<R> | undefined {
  if (!ZONE.test(text)) return undefined;
  const office = options.within === undefined ? undefined : index.byId.get(options.within);
  const zones = index.regions.filter(
    (region) => depthOf(region.level) >= depthOf('COUNTY') && region.level !== 'COMMUNITY' && squash(region.name).includes(text) && (!office || region.path.startsWith(office.path)),
  );
  return result(zones, false);
}

function similar<R extends PlaceRegion>(text: string, options: PlaceOptions, index: Index<R>): R[] {
  const office = options.within === undefined ? undefined : index.byId.get(options.within);
  return index.regions
    .filter((region) => !office || region.path.startsWith(office.path))
    .map((region) => ({ region, score: Math.max(...aliases(region.name).map((alias) => similarity(alias, text))) }))
    .filter(({ score }) => score >= 0.5)
    .sort((a, b) => b.score - a.score)
    .slice(0, 5)
    .map(({ region }) => region);
}

/**
 * Which region a ledger's words mean: 濮阳县柳屯镇, 柳屯镇, 柳屯, 县直, 本级, 工业园区, or a code of 6, 9 or 12 digits.
 * Never guessed: two 城关镇 are AMBIGUOUS with both named. `regions` must be the same array from call to call (it is
 * indexed once) and hold the ancestors that the words may name.
 */
export function placeCandidates<R extends PlaceRegion>(text: string, regions: readonly R[], options: PlaceOptions = {}): PlaceMatch<R> {
  const index = indexOf(regions);
  const words = squash(text.slice(0, MAX_WORDS)).replace(/[、,，/\\\-—_·.。()（）"“”]/g, '');
  if (words === '') return { kind: 'UNKNOWN', similar: [] };
  const named = narrow(byName(words, index), options, index);
  return (
    byCode(words, index) ??
    result(named, false) ??
    byOwn(words, options, index) ??
    byZone(words, options, index) ?? { kind: 'UNKNOWN', similar: similar(words, options, index) }
  );
}

export interface FoundPlace<R extends PlaceRegion> {
  readonly match: PlaceMatch<R>;
  /** The village that no region is known for, when the place was found without it; null otherwise. */
  readonly unknownVillage: string | null;
}

/**
 * The region of a record's place. Namesakes are told apart by the section, sheet or 填报单位 that the ledger names beside
 * them; a village that is not known leaves its street, and is said.
 */
export function findPlace<R extends PlaceRegion>(place: PlaceText, regions: readonly R[], options: PlaceOptions = {}): FoundPlace<R> {
  const { text, context, county, street, village } = place;
  const match = placeCandidates(text, regions, options);
  if (match.kind === 'AMBIGUOUS' && context !== null) {
    const told = placeCandidates(context + text, regions, options);
    if (told.kind === 'UNIQUE') return { match: told, unknownVillage: null };
  }
  if (match.kind !== 'UNKNOWN' || village === null || (county === null && street === null)) return { match, unknownVillage: null };
  const without = findPlace({ ...place, text: (county ?? '') + (street ?? ''), village: null }, regions, options).match;
  return without.kind === 'UNKNOWN' ? { match, unknownVillage: null } : { match: without, unknownVillage: village };
}

/** A region as a person tells it from its namesakes: 城关镇（清丰县，410922100000）. */
export function describeRegion(region: PlaceRegion): string {
  const details = [region.parentName, region.code].filter((detail) => detail !== null);
  return details.length === 0 ? region.name : `${region.name}（${details.join('，')}）`;
}
