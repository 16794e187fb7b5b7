import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyIn, secretsBy, type Secrets } from './auth/secrets.ts'
import { EnvError, type Env } from './env.ts'

export const KEY_FILE = 'secret-key'

/** The key beside the embedded database, made at the first start; of two that make it at once both read the same. */
function keyBeside(dataDir: string): Buffer {
  const file = join(dataDir, KEY_FILE)
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const made = `${file}.${process.pid}`
    writeFileSync(made, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 })
    try {
      // Whole or not at all, and never over another.
      linkSync(made, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(made)
    }
  }
  const key = keyIn(readFileSync(file, 'utf8').trim())
  if (!key) throw new EnvError(`${file}: holds no key of 32 bytes`)
  return key
}

/** What the secrets of second factors are encrypted by. @throws EnvError where an operator's database has no key. */
export function secretsOf({ secretKey, oldSecretKeys, database, dataDir }: Pick<Env, 'secretKey' | 'oldSecretKeys' | 'database' | 'dataDir'>): Secrets {
  if (!secretKey && database) throw new EnvError('ANWANG_SECRET_KEY: missing. Second factors are encrypted by it: make one with `openssl rand -hex 32`, the same for all servers, and keep a copy apart from the backups of the database')
  return secretsBy(secretKey ?? keyBeside(dataDir), oldSecretKeys)
}
