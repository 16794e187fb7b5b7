import { spawn, type SpawnOptions } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { ROOT } from './paths.ts'

export interface Ran {
  ok: boolean
  /** What it said, where its output was not shown as it came. */
  output: string
}

export interface RunOptions {
  cwd?: string
  env?: Readonly<Record<string, string>>
  /** Shows the output as it comes. */
  live?: boolean
  /** Milliseconds after which it is ended. */
  timeout?: number
}

const children = new Set<ReturnType<typeof spawn>>()

/** Ends whatever still runs. */
export function endChildren(): void {
  for (const child of children) child.kill('SIGTERM')
}

/** Paths in which a package finds its commands. */
const pathFor = (cwd: string): string =>
  [join(cwd, 'node_modules', '.bin'), join(ROOT, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter)

/** Runs a command of the workspace with stdin closed; 'shell': the command is a line for the shell, as in a package's scripts. */
export function run(command: string, args: readonly string[] | 'shell', options: RunOptions = {}): Promise<Ran> {
  const cwd = options.cwd ?? ROOT
  const settings: SpawnOptions = {
    cwd, stdio: options.live ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'], shell: args === 'shell',
    env: { ...process.env, PATH: pathFor(cwd), ...options.env },
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
  }
  return new Promise((done) => {
    const child = spawn(command, args === 'shell' ? [] : args, settings)
    children.add(child)
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const end = (ok: boolean): void => {
      children.delete(child)
      done({ ok, output: output.trim() })
    }
    child.on('error', (error) => {
      output += error.message
      end(false)
    })
    child.on('close', (code) => end(code === 0))
  })
}
