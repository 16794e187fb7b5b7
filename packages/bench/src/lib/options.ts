import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface Sizes {
  readonly data: string
  readonly rounds: number
  readonly seconds: number
  readonly connections: number
}

type Count = 'rounds' | 'seconds' | 'connections'
const OPTIONS = { data: { type: 'string', multiple: true }, rounds: { type: 'string' }, seconds: { type: 'string' }, connections: { type: 'string' } } as const

/** What stands behind a command; folders lie where it was typed. @throws where a count is none */
export function readOptions<K extends Count>(defaults: Readonly<Partial<Record<K, number>>>): Readonly<Record<K, number>> & { readonly folders: readonly string[] } {
  const { values } = parseArgs({ args: process.argv.slice(2).filter((arg) => arg !== '--'), options: OPTIONS })
  const whole = (name: K): number => {
    const text = values[name]
    if (text !== undefined && !/^[1-9]\d{0,4}$/.test(text)) throw new Error(`--${name} is a whole number, not ${text}`)
    return text === undefined ? defaults[name]! : Number(text)
  }
  const folders = values.data ?? (process.env['ANWANG_DATA'] === undefined ? [] : [process.env['ANWANG_DATA']])
  const sizes = Object.fromEntries((Object.keys(defaults) as K[]).map((name) => [name, whole(name)])) as Record<K, number>
  return { ...sizes, folders: folders.map((folder) => resolve(process.env['INIT_CWD'] ?? '.', folder)) }
}

/** `--data <folder> [--rounds 3] [--seconds 10] [--connections 10]` */
export function sizesOf(defaults: Omit<Sizes, 'data'>): Sizes {
  const { folders, ...sizes } = readOptions<Count>({ rounds: defaults.rounds, seconds: defaults.seconds, connections: defaults.connections })
  if (folders.length !== 1) throw new Error('--data is wanted once: the folder of a database that `database` made')
  return { ...sizes, data: folders[0]! }
}

/** `--data <folder> --data <folder> … [--rounds 1] [--seconds 3]` */
export function foldersOf(defaults: { readonly rounds: number; readonly seconds: number }): { readonly folders: readonly string[]; readonly rounds: number; readonly seconds: number } {
  const options = readOptions<'rounds' | 'seconds'>(defaults)
  if (options.folders.length < 2) throw new Error('--data is wanted twice at least: folders of databases of several sizes')
  return options
}
