import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Log } from '../audit/canonical.ts'
import { DamagedError } from './archive.ts'

const read = (path: string): unknown => JSON.parse(readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8'))
const FORMAT = 1

export interface Migration {
  readonly tag: string
  /** Milliseconds since 1970, as the journal and the database hold it. */
  readonly when: number
}

/** The head of a sealed log. */
export interface BackedUpHead {
  readonly log: Log
  readonly n: number
  readonly uptoSeq: number
  readonly sha256: string
}

export interface Manifest {
  readonly format: typeof FORMAT
  readonly product: string
  /** `cluster`: the files of the embedded database. `dump`: what pg_dump wrote of a server's. */
  readonly kind: 'cluster' | 'dump'
  /** ISO; everything that was acknowledged before is in the backup. */
  readonly madeAt: string
  readonly migration: Migration
  /** Major and minor version of the database's server, such as 18.4. */
  readonly postgres: string
  /** Files of a cluster are read by the same system only, such as linux-x64. */
  readonly platform: string
  /** The role that owns the tables. */
  readonly owner: string
  /** Of the sealed logs before the backup began. */
  readonly heads: readonly BackedUpHead[]
}

export const productVersion = (): string => (read('../../package.json') as { version: string }).version
export const platformHere = (): string => `${process.platform}-${process.arch}`
export const majorOf = (version: string): number => Number(/^\d+/.exec(version)?.[0] ?? 0)

/** The migrations this product knows, oldest first. */
export const knownMigrations = (): readonly Migration[] =>
  (read('../../migrations/meta/_journal.json') as { entries: Migration[] }).entries.map(({ tag, when }) => ({ tag, when }))

export const manifestOf = (made: Omit<Manifest, 'format' | 'product' | 'platform'>): Manifest =>
  ({ format: FORMAT, product: productVersion(), platform: platformHere(), ...made })

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function isHead(value: unknown): value is BackedUpHead {
  return isObject(value) && (value['log'] === 'event' || value['log'] === 'audit') && Number.isSafeInteger(value['n']) && Number.isSafeInteger(value['uptoSeq']) && typeof value['sha256'] === 'string'
}

function isManifest(value: unknown): value is Manifest {
  if (!isObject(value) || !isObject(value['migration']) || !Array.isArray(value['heads'])) return false
  const { migration, heads } = value as { migration: Record<string, unknown>; heads: unknown[] }
  return (value['kind'] === 'cluster' || value['kind'] === 'dump') && ['product', 'madeAt', 'postgres', 'platform', 'owner'].every((key) => typeof value[key] === 'string')
    && typeof migration['tag'] === 'string' && Number.isSafeInteger(migration['when']) && heads.every(isHead)
}

const parts = (version: string): number[] => version.split('.').map(Number)
const isNewer = (version: string, than: string): boolean => {
  const [a, b] = [parts(version), parts(than)]
  const at = a.findIndex((part, i) => part !== b[i])
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0)
}

/** @throws DamagedError where it is none, Error where a newer product made it. */
export function readManifest(value: unknown): Manifest {
  if (isObject(value) && typeof value['format'] === 'number' && value['format'] > FORMAT) throw new Error(`this backup was made by a newer 安网 (${String(value['product'])}): bring the product up to it first`)
  if (!isManifest(value)) throw new DamagedError('the manifest of this backup cannot be read')
  const newest = knownMigrations().at(-1)
  if (isNewer(value.product, productVersion()) || value.migration.when > (newest?.when ?? 0))
    throw new Error(`this backup was made by a newer 安网 (${value.product}, migration ${value.migration.tag}; here ${productVersion()}, ${newest?.tag ?? 'none'}): bring the product up to it first`)
  return value
}
