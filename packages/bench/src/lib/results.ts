import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './product.ts'
import { load } from './report.ts'

const FILE = join(ROOT, 'packages/bench/RESULTS.md')
const HEAD = '# Results\n\nEach part is written by the command that stands in it. Times of a machine that did something else meanwhile say little: the load before and after stands with them.\n'

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
export const markdownTable = ([head, ...rows]: readonly (readonly string[])[]): string =>
  [row(head ?? []), row((head ?? []).map((_, i) => (i === 0 ? '-' : '-:'))), ...rows.map(row)].join('\n')

function revision(): string {
  try {
    const dirty = execFileSync('git', ['status', '--porcelain', '--', 'api', 'db', 'packages'], { cwd: ROOT, encoding: 'utf8' }).split('\n').some((line) => line !== '' && !line.endsWith('RESULTS.md'))
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim() + (dirty ? ' with changes' : '')
  } catch {
    return 'unknown'
  }
}

export interface Result {
  /** Heading; a later result of the same takes its place. */
  readonly title: string
  readonly command: string
  /** Versions of what was measured, and what it was measured on. */
  readonly on: readonly string[]
  readonly loadBefore: string
  /** Markdown. */
  readonly body: string
}

const machine = () => `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB of memory, Node ${process.versions.node}`

/** Writes a part of RESULTS.md, in the place of the one with the same title. */
export function writeResult({ title, command, on, loadBefore, body }: Result): void {
  const part = `## ${title}\n\n\`${command}\`\n\n${[machine(), ...on, `revision ${revision()}, ${new Date().toISOString().slice(0, 16)}Z`, `${loadBefore} before, ${load()} after`].map((line) => `- ${line}`).join('\n')}\n\n${body.trim()}\n`
  const text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : HEAD
  const [head, ...parts] = text.split(/^(?=## )/m)
  const at = parts.findIndex((one) => one.startsWith(`## ${title}\n`))
  writeFileSync(FILE, [head!.trimEnd(), ...(at < 0 ? [...parts, part] : parts.with(at, part)).map((one) => one.trim())].join('\n\n') + '\n')
}
