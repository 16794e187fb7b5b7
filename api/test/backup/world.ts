import { statementLog, type TestDatabase } from '@anwang/testkit'
import postgres from 'postgres'
import { globalId } from '../../src/schema/nodes.ts'
import { plantSubject } from '../records.ts'
import { plantAccount, plantOffice, plantRegions } from '../world.ts'

/** A small office with firms and the account `county` that registers hazards there, in a migrated database. */
export async function plantedWorld(urls: { ownerUrl: string; appUrl: string; workerUrl: string }): Promise<{ owner: postgres.Sql; subjects: string[]; end: () => Promise<void> }> {
  const client = (url: string): postgres.Sql => postgres(url, { max: 2, onnotice: () => undefined })
  const { debug, during } = statementLog()
  const clients = { owner: client(urls.ownerUrl), app: client(urls.appUrl), worker: client(urls.workerUrl) }
  const db: TestDatabase = { ...clients, urls: { owner: urls.ownerUrl, app: urls.appUrl, worker: urls.workerUrl, super: '' }, debug, during }
  await plantRegions(db, {
    '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE' }, '41/09/': { name: '濮阳市', level: 'CITY' },
    '41/09/28/': { name: '濮阳县', level: 'COUNTY' }, '41/09/28/101/': { name: '柳屯镇', level: 'STREET' },
  })
  await plantOffice(db, '41/09/', '2026-01-01')
  await plantAccount(db, 'county', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
  const subjects: string[] = []
  for (let i = 0; i < 5; i++) subjects.push(globalId('Subject', (await plantSubject(db, '41/09/28/101/', { accountPath: '41/09/28/' })).id))
  return { owner: clients.owner, subjects, end: async () => void await Promise.all(Object.values(clients).map((sql) => sql.end({ timeout: 1 }))) }
}
