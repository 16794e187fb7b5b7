import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { toolsNamed } from '@anwang/db/backup/tools'
import { runner } from '@anwang/db/embedded/place'
import { initialise, startServer, stopServer } from '@anwang/db/embedded/server'
import postgres from 'postgres'

/** Folder of a PostgreSQL of 15 or later that is installed on this machine with its tools; null where there is none. */
export function installedPostgres(): string | null {
  const whole = toolsNamed('pg_dump').filter(({ major, path }) => major >= 15 && ['initdb', 'postgres', 'pg_ctl', 'pg_restore'].every((name) => existsSync(join(dirname(path), name))))
  return whole.length === 0 ? null : dirname(dirname(whole.at(-1)!.path))
}

export interface Installed {
  readonly superUrl: string
  /** Makes an empty database of the owner's and names it for each role. */
  database(name: string): Promise<{ ownerUrl: string; appUrl: string; workerUrl: string; superUrl: string }>
  stop(): Promise<void>
}

/** A cluster of its own with the three roles, as an administrator of a server makes them. */
export async function startInstalled(root: string): Promise<Installed> {
  const folder = mkdtempSync(join(tmpdir(), 'anwang-server-'))
  const account = runner(folder)
  const place = { cluster: join(folder, 'cluster'), binaries: { root, initdb: 'bin/initdb', postgres: 'bin/postgres', pgCtl: 'bin/pg_ctl' }, prefix: [], ...(account && { account }) }
  await initialise(place, 'secret', false)
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off', timezone: 'UTC' }
  const server = await startServer(place, settings, join(folder, 'log'), () => undefined)
  const url = (role: string, name: string): string => `postgres://${role}:secret@127.0.0.1:${server.port}/${name}`
  const superUrl = url('postgres', 'postgres')
  const sql = postgres(superUrl, { max: 1, onnotice: () => undefined })
  for (const [role, rights] of [['anwang_owner', ''], ['anwang_app', ''], ['anwang_worker', 'bypassrls']] as const) await sql.unsafe(`create role ${role} login ${rights} password 'secret'`)
  await sql.unsafe('grant anwang_worker to anwang_owner')
  return {
    superUrl,
    async database(name) {
      await sql.unsafe(`create database ${name} owner anwang_owner`)
      return { ownerUrl: url('anwang_owner', name), appUrl: url('anwang_app', name), workerUrl: url('anwang_worker', name), superUrl: url('postgres', name) }
    },
    async stop() {
      await sql.end({ timeout: 1 })
      await stopServer(place)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
