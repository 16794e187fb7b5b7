import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readContents, startEmbedded, writeContents } from '@anwang/db/embedded'
import { migrateDatabase } from '@anwang/db/migrate'
import postgres from 'postgres'
import { readEnv } from '../../src/env.ts'
import { serve } from '../../src/main.ts'
import { plantSubject } from '../records.ts'
import { plantAccount, plantOffice, plantRegions } from '../world.ts'

// The product on a small world of its own, as `pnpm start` runs it on the demonstration: a start takes a second, the first one five.

const env = readEnv(process.env, '/')
mkdirSync(env.dataDir, { recursive: true, mode: 0o700 })
const { ownerUrl, appUrl, workerUrl, stop, remake } = await startEmbedded({ dataDir: env.dataDir, log: (line) => console.log(line) })
let contents = await readContents(ownerUrl)
if (contents === 'loading') {
  await remake()
  contents = null
}
if (contents === null) await writeContents(ownerUrl, 'loading')
await migrateDatabase(ownerUrl)
if (contents === null) {
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => undefined })
  const db = { owner, urls: { owner: ownerUrl } }
  await plantRegions(db, {
    '': { name: '全国', level: 'COUNTRY' }, '41/': { name: '河南省', level: 'PROVINCE', code: '410000000000' }, '41/09/': { name: '濮阳市', level: 'CITY', code: '410900000000' },
    '41/09/28/': { name: '濮阳县', level: 'COUNTY', code: '410928000000' }, '41/09/28/101/': { name: '柳屯镇', level: 'STREET', code: '410928101000' },
  })
  await plantOffice(db, '41/09/', '2026-01-01')
  await plantAccount(db, 'county.office', [{ role: 'COMMITTEE_OFFICE', path: '41/09/28/' }])
  await plantAccount(db, 'county.leader', [{ role: 'LEADER', path: '41/09/28/' }])
  await plantAccount(db, 'city.leader', [{ role: 'LEADER', path: '41/09/' }])
  await plantAccount(db, 'street.worker', [{ role: 'STREET_WORKER', path: '41/09/28/101/' }])
  await plantAccount(db, 'secadmin', [{ role: 'SECURITY_ADMINISTRATOR', path: '41/09/' }])
  await owner`update account set demonstration = user_name`
  for (const name of ['甲', '乙', '丙']) await plantSubject(db, '41/09/28/101/', { name: `柳屯${name}化工厂`, accountPath: '41/09/28/' })
  await owner.end()
  await writeContents(ownerUrl, { demonstrationOf: env.clock.today() })
}
const serving = await serve({
  ownerUrl, appUrl, workerUrl, port: env.port, host: env.host, clock: env.clock, webRoot: join(env.dataDir, 'no web'), open: true, rates: null, logLevel: 'warn',
  demonstration: { password: env.demoPassword! }, auditAnchor: env.auditAnchor,
})
process.on('SIGTERM', () => void serving.close().then(stop).then(() => process.exit(0)))
