import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fixedClock, testDatabase } from '@anwang/testkit'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { book, plantCounties } from '../../test/ledgers.ts'
import { register } from './import.ts'

const db = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'anwang-import-'))
const file = join(folder, '九月.xlsx')
beforeAll(async () => {
  await plantCounties(db)
  writeFileSync(file, await book([{ name: '隐患', rows: [['乡镇', '单位名称', '检查时间', '存在问题'], ['柳屯镇', '濮阳甲厂', '2026-09-03', '未接地'], ['南乐县元村镇', '南乐甲厂', '2026-09-03', '未接地'], ['柳屯镇', '濮阳甲厂', '2026-09-04', '1、甲 2、乙']] }]))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function run(...args: string[]): Promise<string> {
  const lines: string[] = []
  const print = vi.spyOn(console, 'log').mockImplementation((text: string) => void lines.push(text))
  const program = new Command().exitOverride().configureOutput({ writeErr: (text) => void lines.push(text.trim()) })
  register(program, { database: { appUrl: db.urls.app, ownerUrl: db.urls.owner, workerUrl: db.urls.worker }, dataDir: '/nowhere', clock: fixedClock('2026-10-04') })
  for (const command of program.commands) command.exitOverride().configureOutput(program.configureOutput())
  await program.parseAsync(['import', ...args], { from: 'user' }).catch(() => undefined)
  print.mockRestore()
  return lines.join('\n')
}

it('says what would become of every row, and writes nothing', async () => {
  const said = await run(file, '--as', 'puyang.office', '--dry-run')
  expect(said).toContain('隐患 第 3 行：A“南乐县元村镇” — 南乐县元村镇不在您的权限范围内')
  expect(said).toContain('0 new, 0 changed, 0 unchanged, 1 refused, 2 asked, 0 read over; nothing written')
  expect(await db.owner`select (select count(*) from import_batch)::int as batches, (select count(*) from event)::int as events, (select count(*) from session)::int as sessions`)
    .toEqual([{ batches: 0, events: 0, sessions: 0 }])
  expect(await db.owner`select kind, action, user_name, refused from audit`).toContainEqual({ kind: 'SIGN_IN', action: 'command', user_name: 'puyang.office', refused: false })
})

it('imports in the scope of the account, once', async () => {
  const options = [file, '--as', 'puyang.office', '--new-firms', '--split'] as const
  expect(await run(...options)).toContain('3 new, 0 changed, 0 unchanged, 1 refused, 0 asked, 0 read over; imported')
  expect(await run(...options)).toContain('0 new, 0 changed, 3 unchanged, 1 refused, 0 asked, 0 read over; nothing to import')
  expect(await db.owner`select count(*)::int as n from hazard`).toEqual([{ n: 3 }])
})

it.each([
  [['--as', 'nobody'], 'error: there is no account nobody'],
  [['--as', 'leader'], 'error: 您的岗位不能办理这份台账'],
  [[], 'required option'],
  [['--as', 'puyang.office', '--split', '--keep'], 'either --split or --keep'],
])('%j: %s', async (args, said) => expect(await run(file, ...args)).toContain(said))

it('refuses what is no ledger in words', async () => {
  const other = join(folder, 'x.pdf')
  writeFileSync(other, '%PDF-1.7')
  expect(await run(other, '--as', 'puyang.office')).toMatch(/^error: .*[文表]/)
  expect(await run(join(folder, 'none.xlsx'), '--as', 'puyang.office')).toContain('there is no file')
})
