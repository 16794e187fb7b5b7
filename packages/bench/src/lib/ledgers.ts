import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Connection } from '@anwang/db/client'
import { addDays, type Day } from '@anwang/domain'
import { ask } from './load.ts'
import { bodyOf } from './operations.ts'
import { GUARD } from './product.ts'
import type { Server } from './servers.ts'

interface Firm { readonly name: string; readonly county: string; readonly street: string }

/** Firms of a city as an office's ledger names them: those whose name nobody else there has. */
async function firmsOf(client: Connection['client'], path: string): Promise<readonly Firm[]> {
  return client<Firm[]>`
    with named as (select r.id, r.path, r.level, l.name from region r join region_label l on l.region_id = r.id and l.valid_to is null where r.path >= ${path} and r.path < ${`${path.slice(0, -1)}0`})
    select min(s.name) as name, min(c.name) as county, min(t.name) as street
    from subject s join named t on t.level = 'STREET' and starts_with(s.path, t.path) join named c on c.level = 'COUNTY' and starts_with(t.path, c.path)
    where s.path >= ${path} and s.path < ${`${path.slice(0, -1)}0`} and s.status = 'OPERATING' group by s.normalized_name having count(*) = 1 order by 1`
}

const HEADINGS = ['隐患编号', '县区', '乡镇', '单位名称', '检查时间', '检查单位', '存在问题', '隐患级别', '整改时限', '是否整改', '完成时间', '复查时间']
const FOUND = ['灭火器压力不足', '安全出口堵塞', '配电箱未上锁', '特种作业人员未持证', '有限空间作业无审批', '应急照明损坏']

/** A month's ledger of a city's office, as CSV with so many rows: two in three rectified, half of these re-inspected. @throws where the city has no firms */
export async function ledgerOf(client: Connection['client'], path: string, today: Day, rows: number): Promise<Buffer> {
  const firms = await firmsOf(client, path)
  if (firms.length === 0) throw new Error(`no firms below ${path}`)
  const run = Date.now().toString(36).toUpperCase()
  const lines = Array.from({ length: rows }, (_, i) => {
    const firm = firms[i % firms.length]!
    const on = addDays(today, -1 - (i % 9))
    const rectified = i % 3 !== 0
    return [`${run}-${i + 1}`, firm.county, firm.street, firm.name, on, '市应急管理局', `${FOUND[i % FOUND.length]}（${i + 1}处）`, '一般隐患', addDays(on, 15), rectified ? '是' : '否', rectified ? addDays(on, 1) : '', rectified && i % 2 === 0 ? addDays(on, 1) : ''].join(',')
  })
  return Buffer.from(`${[HEADINGS.join(','), ...lines].join('\n')}\n`)
}

export interface Counts { readonly new: number; readonly changed: number; readonly unchanged: number; readonly refused: number; readonly asked: number; readonly skipped: number; readonly firms: number }
export interface Look {
  readonly state: string
  readonly failure: string | null
  readonly counts: Counts
  readonly rows: { readonly nodes: readonly { readonly sheet: string; readonly row: number; readonly problems: readonly { readonly code: string; readonly value: string | null; readonly message: string }[] }[] }
}

/** Uploads a ledger as the page does; answers its id. @throws with the product's words where it is refused */
export async function uploadLedger(product: Server, cookie: string, file: Buffer): Promise<string> {
  const response = await fetch(`${product.url}/imports?fileName=${encodeURIComponent('隐患台账.csv')}`, { method: 'POST', headers: { ...GUARD, cookie, 'content-type': 'text/csv' }, body: new Uint8Array(file) })
  const answer = (await response.json()) as { id?: string; message?: string }
  if (answer.id === undefined) throw new Error(`the ledger was refused: ${response.status} ${answer.message ?? ''}`)
  return answer.id
}

async function operation<T>(product: Server, cookie: string, body: string): Promise<T> {
  const { status, body: text } = await ask({ url: `${product.url}/graphql`, headers: { ...GUARD, cookie }, body })
  const answer = JSON.parse(text) as { data?: T; errors?: unknown }
  if (status !== 200 || answer.data === undefined || answer.errors !== undefined) throw new Error(`${status} ${text.slice(0, 500)}`)
  return answer.data
}

export const lookAt = async (product: Server, cookie: string, id: string): Promise<Look> =>
  (await operation<{ node: Look }>(product, cookie, bodyOf('importState', { id }))).node

/** Confirms it and waits until it has landed or failed. */
export async function landLedger(product: Server, cookie: string, id: string): Promise<Look> {
  const { confirmImport } = await operation<{ confirmImport: { __typename: string; message?: string } }>(product, cookie, bodyOf('confirmImport', { input: { idempotencyKey: randomUUID(), import: id } }))
  if (confirmImport.message !== undefined) throw new Error(confirmImport.message)
  for (;;) {
    const look = await lookAt(product, cookie, id)
    if (look.state !== 'IMPORTING') return look
    await pause(500)
  }
}

/** Megabytes that a process held at most so far, as Linux counts them. */
export const peakOf = (pid: number): number => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
