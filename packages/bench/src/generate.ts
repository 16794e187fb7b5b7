import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readContents, startEmbedded, writeContents } from '@anwang/db/embedded'
import { migrateDatabase } from '@anwang/db/migrate'
import { dayOf, isDay } from '@anwang/domain'
import { generate } from './generator/generate.ts'
import { measure } from './lib/ending.ts'
import { anwang } from './lib/product.ts'
import { load, seconds, timed } from './lib/report.ts'
import { sizeOf } from './lib/size.ts'

// A database of any size: the country's regions, the demonstration, and hazards by the million, as if they had been recorded.

const USAGE = `usage: database -- --data <folder> [--hazards 500000] [--months 12] [--seed 1] [--subjects <a tenth of the hazards>] [--day 2026-10-12] [--recount] [--anew]
Makes an embedded database in the folder; \`ANWANG_DATA=<folder> ANWANG_CLOCK=<day>T09:00:00+08:00 pnpm start\` serves it.`

function readOptions() {
  const { values } = parseArgs({ args: process.argv.slice(2).filter((arg) => arg !== '--'), options: {
    data: { type: 'string' }, hazards: { type: 'string', default: '500000' }, months: { type: 'string', default: '12' }, seed: { type: 'string', default: '1' },
    subjects: { type: 'string' }, day: { type: 'string' }, recount: { type: 'boolean', default: false }, anew: { type: 'boolean', default: false },
  } })
  const whole = (name: 'hazards' | 'months' | 'subjects', text: string): number => {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`--${name} is a whole number, not ${text}\n${USAGE}`)
    return Number(text)
  }
  const data = values.data ?? process.env['ANWANG_DATA']
  if (data === undefined) throw new Error(`--data is missing\n${USAGE}`)
  const today = values.day ?? dayOf(process.env['ANWANG_CLOCK'] === undefined ? new Date() : new Date(process.env['ANWANG_CLOCK']))
  if (!isDay(today)) throw new Error(`--day is a day, not ${today}\n${USAGE}`)
  const hazards = whole('hazards', values.hazards)
  return { ...values, data: resolve(process.env['INIT_CWD'] ?? '.', data), today, hazards, months: whole('months', values.months), subjects: values.subjects === undefined ? Math.max(100, Math.round(hazards / 10)) : whole('subjects', values.subjects) }
}

await measure(async (atEnd) => {
  const options = readOptions()
  const { log } = console
  // Not durable: rows that are copied into an empty table then go past the log. What was cut short is made anew all the same.
  const database = await startEmbedded({ dataDir: options.data, log, durable: false })
  atEnd(() => database.stop())
  const contents = await readContents(database.ownerUrl)
  if (contents !== null && contents !== 'loading' && !options.anew) throw new Error(`${options.data} holds a database already; --anew throws it away`)
  if (contents !== null) await database.remake()
  await writeContents(database.ownerUrl, 'loading')
  const { value: made, took } = await timed(async () => {
    await migrateDatabase(database.ownerUrl)
    const made = await generate({ ...database, ...options, superUrl: database.superUrl.replace(/\/postgres$/, '/anwang'), whole: true, log })
    await writeContents(database.ownerUrl, { demonstrationOf: options.today })
    return made
  })
  log(`${made.hazards} hazards of ${options.months} months in ${seconds(took)} (${load()}), on disk ${await sizeOf(database.ownerUrl)}`)
  if (!options.recount) return true
  process.env['ANWANG_CLOCK'] = `${options.today}T12:00:00+08:00`
  const counted = await timed(() => anwang(options.data, ['recount']))
  log(`recount in ${seconds(counted.took)}: ${counted.value}`)
  return /(^|\D)0 differences/.test(counted.value)
})
