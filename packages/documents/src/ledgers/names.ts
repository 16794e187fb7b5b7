import { similarity, squash } from './text.ts';

const LEGAL_FORM = /(有限责任公司|股份有限公司|有限公司|股份公司|集团公司|分公司|公司|集团|总厂|厂|合作社|经营部|个体工商户|加油站|店)$/;

/** A firm's name as compared: half-width, without spaces, marks and brackets. */
export function normaliseName(name: string): string {
  return squash(name).replace(/[()[\]【】〔〕<>《》“”"'‘’·•.。,，、\-—_/\\]/g, '').toUpperCase();
}

/** What distinguishes a firm: its name without the legal form. */
const coreOf = (normal: string): string => {
  const core = normal.replace(LEGAL_FORM, '');
  return core.length >= 2 ? core : normal;
};

export interface NameCandidate<T> {
  readonly candidate: T;
  /** 1: the same but for spaces, brackets and width; 0.95: but for the legal form; else Dice's coefficient. */
  readonly score: number;
}

/** How alike two firms' names are, 0 to 1. */
export function nameScore(a: string, b: string): number {
  const [left, right] = [normaliseName(a), normaliseName(b)];
  if (left === right) return 1;
  const [leftCore, rightCore] = [coreOf(left), coreOf(right)];
  if (leftCore === rightCore) return 0.95;
  return Math.min(0.94, Math.max(similarity(left, right), similarity(leftCore, rightCore)));
}

/** The firms whose names resemble `name`, the most alike first, at most `limit`; offered to a person, never taken without asking below 1. */
export function similarNames<T extends { readonly name: string }>(
  name: string,
  candidates: Iterable<T>,
  { least = 0.6, limit = 5 }: { readonly least?: number; readonly limit?: number } = {},
): NameCandidate<T>[] {
  const found: NameCandidate<T>[] = [];
  for (const candidate of candidates) {
    const score = nameScore(name, candidate.name);
    if (score >= least) found.push({ candidate, score });
  }
  return found.sort((a, b) => b.score - a.score || (a.candidate.name < b.candidate.name ? -1 : 1)).slice(0, limit);
}

/** A description as its row is recognised by: without spaces, marks, numbering and width, so that retyping changes nothing. */
export function normaliseDescription(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/^\s*(?:\(?\d{1,2}\)|\d{1,2}[、.](?!\d))\s*/, '')
    .replace(/[\s\p{P}\p{S}]+/gu, '')
    .toLowerCase();
}
