import { regionId } from '@anwang/domain/regions'
import type { TestDatabase } from '@anwang/testkit'
import { newId } from '@anwang/db'
import type { Answer, Client } from './api.ts'
import { plantAccount, plantRegions, plantSector } from './world.ts'

export { book, type SheetPlan } from '../../packages/documents/test/books.ts'

/** 濮阳 with two counties and a district, two towns of one name, and the accounts that import there. */
export async function plantCounties(db: TestDatabase, goLiveOn = '2026-01-01') {
  await plantRegions(db, {
    '': { name: '全国', level: 'COUNTRY' },
    '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' },
    '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' },
    '41/09/02/': { name: '华龙区', level: 'COUNTY', code: '410902000000' },
    '41/09/02/003/': { name: '建设路街道', level: 'STREET', code: '410902003000' },
    '41/09/22/': { name: '清丰县', level: 'COUNTY', code: '410922000000' },
    '41/09/22/100/': { name: '城关镇', level: 'STREET', code: '410922100000' },
    '41/09/23/': { name: '南乐县', level: 'COUNTY', code: '410923000000' },
    '41/09/23/101/': { name: '元村镇', level: 'STREET', code: '410923101000' },
    '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000' },
    '41/09/28/100/': { name: '城关镇', level: 'STREET', code: '410928100000' },
    '41/09/28/101/': { name: '柳屯镇', level: 'STREET', code: '410928101000' },
    '41/09/28/101/201/': { name: '柳屯村', level: 'COMMUNITY', code: '410928101201' },
    '41/09/28/102/': { name: '户部寨镇', level: 'STREET', code: '410928102000' },
  })
  const hazchem = await plantSector(db, '危险化学品')
  const fire = await plantSector(db, '消防')
  await db.owner`update sector set gbt = array['26'] where id = ${hazchem}`
  await db.owner`insert into office (id, region_id, path, name, go_live_on) values (${newId()}, ${regionId('41/09/')}, '41/09/', '濮阳市安委办', ${goLiveOn})`
  await plantAccount(db, 'city.office', [{ role: 'COMMITTEE_OFFICE', path: '41/09/' }])
  await plantAccount(db, 'puyang.office', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
  await plantAccount(db, 'nanle.office', [{ role: 'COMMITTEE_OFFICE', path: '41/09/23/' }])
  await plantAccount(db, 'street.worker', [{ role: 'STREET_WORKER', path: '41/09/28/101/' }])
  await plantAccount(db, 'dept.fire', [{ role: 'DEPARTMENT', path: '41/09/28/', sectors: [fire] }])
  await plantAccount(db, 'leader', [{ role: 'LEADER', path: '41/09/28/' }])
  return { hazchem, fire }
}

export async function upload(client: Client, bytes: Uint8Array, fileName = '台账.xlsx', query = ''): Promise<{ status: number; id: string; code?: string; message?: string }> {
  const response = await client.fetch(`/imports?fileName=${encodeURIComponent(fileName)}${query}`, { method: 'POST', headers: { 'x-anwang': '1', 'content-type': 'application/octet-stream' }, body: Buffer.from(bytes) })
  return { status: response.status, ...(await response.json() as { id: string }) }
}

export const IMPORT = `id state fileName layout counts { new changed unchanged refused asked skipped firms } failure progress refusedUrl viewerCanConfirm viewerCanWithdraw withdrawRefusedBecause uploadedBy confirmedAt region { name }
  sheets { name layout headerRow source sourceBecause unmatched missing notWritten periodText reportingUnit skipped hidden columns { field header index } headers { index letter header sample } }
  answers { field label value answer remembered sheet row subject { name } }
  rows(first: 200) { totalCount nodes { n sheet row outcome summary cells writes { firm newFirm place { name } accountable { name } hazard { level state dueOn scoredDueOn dueByDefault } } problems { kind column field code value message right choices { value label } } } }`

export async function look(client: Client, id: string): Promise<any> {
  const { data, errors } = await client.query(`query($id: ID!) { node(id: $id) { ... on Import { ${IMPORT} } } }`, { id })
  if (errors) throw new Error(JSON.stringify(errors))
  return data.node
}

let keys = 0
/** A mutation on an import; answers the import, or the failure. */
export async function change(client: Client, name: 'mapImport' | 'confirmImport' | 'discardImport' | 'withdrawImport', input: object): Promise<any> {
  const Name = name[0]!.toUpperCase() + name.slice(1)
  const answer: Answer = await client.query(`mutation($input: ${Name}Input!) { ${name}(input: $input) { __typename ... on ${Name}Payload { import { ${IMPORT} } } ... on UserError { code message path } } }`,
    { input: { idempotencyKey: `k${(keys += 1)}`, ...input } })
  if (answer.errors) throw new Error(JSON.stringify(answer.errors))
  const result = answer.data[name]
  return result.import ?? result
}

/** Row by row: outcome, then kind, code and column of each problem. */
export const told = (batch: any): string[] =>
  batch.rows.nodes.map((row: any) => [`${row.sheet}!${row.row}`, row.outcome, ...row.problems.map((one: any) => `${one.kind} ${one.code} ${one.column ?? '-'}`)].join(' '))
