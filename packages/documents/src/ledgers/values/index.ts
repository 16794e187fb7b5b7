export * from './codes.ts';
export { parseDay } from './dates.ts';
export type { DateContext } from './dates.ts';
export * from './due.ts';
export * from './levels.ts';
export * from './money.ts';
export * from './result.ts';
export * from './split.ts';
export * from './yes-no.ts';
