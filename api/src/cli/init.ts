import { randomBytes } from 'node:crypto'
import { newId, recordAudit, type Db } from '@anwang/db'
import { isDay, type Day } from '@anwang/domain'
import { isRegionCode } from '@anwang/domain/regions'
import { sources, type Source } from '@anwang/domain/scoring'
import type { Command } from 'commander'
import { sql } from 'drizzle-orm'
import type { Env } from '../env.ts'
import { hashPassword } from '../features/accounts/service.ts'
import { linkOf } from './invite.ts'
import { appointOfficers, officersIn } from './officers.ts'
import { withOwner } from './owner.ts'

/** The kinds of record that the product keeps from its first day; others are taken into use when there are records. */
const KEPT: readonly Source[] = ['hazards', 'subjects']

interface Options {
  region: string
  name: string
  goLive: string
  user: string
  sources?: string
  officers?: string
}

/** As old as to be changed at the first sign-in. */
const TO_BE_CHANGED = sql`now() - interval '10 years'`

interface Office {
  readonly code: string
  readonly name: string
  readonly goLiveOn: Day
  readonly userName: string
  readonly passwordHash: string
  /** Somebody else made it up: it is changed at the first sign-in. */
  readonly passwordIsFirst: boolean
  /** The user names of the three officers. */
  readonly officers: readonly string[]
  readonly sources: readonly Source[]
}

/** Makes the office, its first account and the three officers', once. @returns the officers' invitations by user name. @throws where there is an office, or no such region. */
export async function initialize(db: Db, office: Office, today: Day): Promise<Map<string, string>> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`lock table office in share row exclusive mode`)
    const [already] = await tx.execute<{ name: string }>(sql`select name from office limit 1`)
    if (already) throw new Error(`this database is ${already.name}'s already`)
    const [region] = await tx.execute<{ id: string; path: string }>(sql`select r.id, r.path from region r join region_label l on l.region_id = r.id
      where l.code = ${office.code} and not r.transparent and r.valid_to is null and l.valid_to is null order by r.path limit 1`)
    if (!region) throw new Error(`no region has the code ${office.code}: \`anwang regions import\` first`)
    const account = newId()
    await tx.execute(sql`insert into office (id, region_id, path, name, go_live_on) values (${newId()}, ${region.id}, ${region.path}, ${office.name}, ${office.goLiveOn})`)
    await tx.execute(sql`insert into account (id, user_name, title, title_en, password_hash, password_changed_at, home_id)
      values (${account}, ${office.userName}, ${office.name}, ${'Committee office'}, ${office.passwordHash}, ${office.passwordIsFirst ? TO_BE_CHANGED : sql`now()`}, ${region.id})`)
    await tx.execute(sql`insert into account_grant (id, account_id, role, region_id, path, valid_from) values (${newId()}, ${account}, 'COMMITTEE_OFFICE', ${region.id}, ${region.path}, ${today})`)
    await recordAudit(tx, [{ kind: 'ADMINISTRATION', action: 'init', details: { name: office.name, userName: office.userName } }])
    for (const source of office.sources) await tx.execute(sql`insert into source_in_use (region_id, source, "from") values (${region.id}, ${source}, ${office.goLiveOn})`)
    return appointOfficers(tx, region, office.officers, today)
  })
}

/** `anwang init`: the office of this installation, its first account, the day from which its records count. */
export function register(program: Command, env: Pick<Env, 'database' | 'dataDir' | 'clock'>): void {
  program.command('init')
    .description('makes the committee office that runs this database, its first account with the password of ANWANG_INIT_PASSWORD or a random one, and the accounts of the three officers, who set their passwords by links; printed once')
    .requiredOption('--region <code>', 'the 12-digit code of its region')
    .requiredOption('--name <name>', 'the name of the office, such as 濮阳市安委办')
    .requiredOption('--go-live <day>', 'what lies before this day is shown and not counted')
    .requiredOption('--user <name>', "the first account's user name")
    .option('--sources <list>', `the kinds of record in use, separated by commas: ${sources.join(', ')}`, KEPT.join(','))
    .option('--officers <names>', 'the user names of system administrator, security administrator and auditor, separated by commas: three persons', 'sysadmin,secadmin,auditor')
    .action(async (options: Options, command: Command) => {
      const wanted = (options.sources ?? '').split(',').map((source) => source.trim()).filter((source) => source !== '')
      const unknown = wanted.find((source) => !(sources as readonly string[]).includes(source))
      if (unknown !== undefined) command.error(`error: ${unknown} is no kind of record`)
      if (!isRegionCode(options.region)) command.error(`error: ${options.region} is no 12-digit statistical code`)
      if (!isDay(options.goLive)) command.error(`error: ${options.goLive} is no day, such as 2026-01-01`)
      const officers = officersIn(options.officers ?? '', options.user) ?? command.error('error: --officers are three user names, other than --user')
      const given = process.env['ANWANG_INIT_PASSWORD']
      if (given !== undefined && given.length < 10) command.error('error: ANWANG_INIT_PASSWORD has fewer than ten characters')
      const password = given ?? randomBytes(12).toString('base64url')
      const office: Office = {
        code: options.region, name: options.name, goLiveOn: options.goLive, userName: options.user, passwordHash: await hashPassword(password), passwordIsFirst: given === undefined, officers, sources: wanted as Source[],
      }
      const invitations = await withOwner(env, (db) => initialize(db, office, env.clock.today())).catch((error: unknown) => command.error(`error: ${(error as Error).message}`))
      console.log(`${options.name} begins on ${options.goLive}`)
      if (given === undefined) console.log(`password of ${options.user}, to be changed at the first sign-in: ${password}`)
      for (const [userName, token] of invitations) console.log(linkOf(userName, token))
    })
}
