import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Hexadecimal, so that they fit into a URL and into SQL as they are. */
export interface Passwords {
  postgres: string
  owner: string
  app: string
  worker: string
}

const fileIn = (dataDir: string): string => join(dataDir, 'passwords.json')

/**
 * The passwords of a data directory's cluster, made at its first start and readable by the owner alone.
 * @throws where the cluster exists without them: nobody could enter.
 */
export function passwordsOf(dataDir: string, clusterExists: boolean): Passwords {
  const file = fileIn(dataDir)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Passwords
  if (clusterExists) throw new Error(`${file} is missing, so the database cannot be entered: restore it, or remove ${dataDir} and start anew`)
  const secret = (): string => randomBytes(24).toString('hex')
  const made: Passwords = { postgres: secret(), owner: secret(), app: secret(), worker: secret() }
  writeFileSync(`${file}.new`, JSON.stringify(made), { mode: 0o600 })
  renameSync(`${file}.new`, file)
  return made
}
