import type { Db } from '@anwang/db'
import type { Day } from '@anwang/domain'
import { LRUCache } from 'lru-cache'
import type { Context } from '../../context.ts'

/** Regions that are kept, in all answers together: some 20 MB. */
const MOST = 50_000
/** Of a key; a cursor may be anything. */
const LONGEST_NAME = 120

type Answer = NonNullable<unknown>
const regionsIn = (answer: Answer): number => 1 + (Array.isArray(answer) ? answer.length : typeof answer === 'object' && 'rows' in answer && Array.isArray(answer.rows) ? answer.rows.length : 0)

interface Kept {
  readonly version: number
  readonly today: Day
  readonly answers: LRUCache<string, Answer>
}

const kept = new WeakMap<Db, Kept>()

/**
 * What this process has read of the regions and labels that the operation's snapshot holds. Everybody who is signed in may see all
 * of them, and every page names some. Nobody need be told of a change: it makes another version, in this process as in others.
 */
async function answersFor(context: Context, today: Day): Promise<LRUCache<string, Answer>> {
  const version = await context.directory()
  if (!(version > 0)) throw new Error('the database does not say which regions it holds')
  const have = kept.get(context.app)
  if (have?.version === version && have.today === today) return have.answers
  const answers = new LRUCache<string, Answer>({ maxSize: MOST, sizeCalculation: regionsIn })
  // Who began before a change keeps what they read to themselves.
  if (!have || have.version <= version) kept.set(context.app, { version, today, answers })
  return answers
}

/** What was read of each key before; the others together by `load`. null, for what there is not, is not kept. */
export async function throughDirectory<K, V extends Answer | null>(context: Context, today: Day, keys: readonly K[], nameOf: (key: K) => string, load: (missing: readonly K[]) => Promise<readonly V[]>): Promise<V[]> {
  const answers = await answersFor(context, today)
  const found = keys.map((key) => answers.get(nameOf(key)) as V | undefined)
  const missing = keys.filter((_, i) => found[i] === undefined)
  const read = missing.length > 0 ? await load(missing) : []
  for (const [i, value] of read.entries()) {
    const name = nameOf(missing[i]!)
    if (value !== null && name.length <= LONGEST_NAME) answers.set(name, value)
  }
  let next = 0
  return found.map((value) => value ?? read[next++]!)
}
