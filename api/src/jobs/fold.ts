import { foldAll, type Db } from '@anwang/db'
import type { Clock } from '@anwang/domain'
import { repeat, type Job } from './repeat.ts'

const PAUSE = 750

/** Moves deltas into the rollups while the server runs. Of several servers one folds at a time; the reads add what is pending. */
export const startFolding = (worker: Db, clock: Clock): Job => repeat(() => foldAll(worker, clock.today()), PAUSE)
