import type { SystemState } from './queries.ts'

/** What whoever runs the system has to see to, the gravest first. */
export type Attention = 'BROKEN' | 'NO_BACKUP' | 'OLD_BACKUP' | 'UNFOLDED' | 'UNSEALED' | 'UNCHECKED' | 'NOT_ANCHORED'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Figures are folded and logs sealed every few seconds: what waits longer waits for nobody. */
const WAITS = 5 * MINUTE
/** A backup a night, and a night that failed. */
const BACKUP = 2 * DAY
/** The logs are gone through once a day. */
const CHECK = 2 * DAY

const olderThan = (at: string | null, ms: number, now: number): boolean => at !== null && now - Date.parse(at) > ms

export function attentionOf(state: SystemState, now: number): Attention[] {
  const found: readonly [Attention, boolean][] = [
    ['BROKEN', state.sound === false],
    ['NO_BACKUP', state.backedUpAt === null], ['OLD_BACKUP', olderThan(state.backedUpAt, BACKUP, now)],
    ['UNFOLDED', olderThan(state.unfoldedSince, WAITS, now)],
    ['UNSEALED', olderThan(state.unsealedSince, WAITS, now)],
    ['UNCHECKED', olderThan(state.checkedAt ?? state.servedSince, CHECK, now)],
    ['NOT_ANCHORED', !state.anchored],
  ]
  return found.filter(([, is]) => is).map(([what]) => what)
}
