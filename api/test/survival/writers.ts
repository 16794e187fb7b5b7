import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, Session, Told } from './client.ts'
import type { Entry } from './ledger.ts'

/** Where the writers work; found by `groundOf`. */
interface Ground {
  readonly county: Session
  readonly leader: Session
  readonly street: Session
  readonly security: Session
  readonly countyId: string
  readonly streetId: string
  readonly streetName: string
  readonly firms: readonly { readonly id: string; readonly name: string }[]
}

interface Recorded { readonly id: string; readonly version: number }

const keyIn = (id: string): string => Buffer.from(id, 'base64url').toString('utf8').split(':')[1]!
const pick = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!
const TODAY = '2026-10-12'

/** Signs in, and looks for enterprises of the grid worker's street that count in the county. */
async function groundOf(client: Client): Promise<Ground> {
  const [county, leader, street, security] = await Promise.all([client.enter('county.office'), client.enter('county.leader'), client.enter('street.worker'), client.enter('secadmin')])
  const home = async (session: Session) => (await session.ask<{ viewer: { home: { id: string; name: string } } }>('{ viewer { home { id name } } }')).viewer.home
  const [countyHome, streetHome] = [await home(county), await home(street)]
  const { region } = await county.ask<{ region: { subjects: { nodes: { id: string; name: string; accountable: { id: string } }[] } } }>(
    'query($id: ID!) { region(id: $id) { subjects(kind: [ENTERPRISE], status: [OPERATING], first: 200) { nodes { id name accountable { id } } } } }', { id: streetHome.id })
  const names = Map.groupBy(region.subjects.nodes, ({ name }) => name)
  const firms = region.subjects.nodes.filter(({ name, accountable }) => accountable.id === countyHome.id && names.get(name)!.length === 1)
  if (firms.length === 0) throw new Error(`no enterprise in ${streetHome.name}`)
  return { county, leader, street, security, countyId: countyHome.id, streetId: streetHome.id, streetName: streetHome.name, firms }
}

export interface Writing {
  /** Ends the writers once what each is at is acknowledged. */
  stop(): Promise<void>
}

/** Several writers at once, each with records of its own; `run` tells this run's keys from others. */
export async function write(client: Client, run: string): Promise<Writing> {
  const ground = await groundOf(client)
  const { tally, ledger } = client
  let over = false
  let serial = 0
  const next = (): string => `${run}-${++serial}`
  const keep = (entry: Entry): void => {
    ledger.keep(entry)
    tally.acknowledged++
  }

  /** A change of records; the streams that its answer names are kept with it. */
  async function change(session: Session, operation: string, input: Record<string, unknown>, tagged: string | null, fields: string): Promise<Recorded[]> {
    const key = next()
    const tag = tagged === null ? null : `标记${key}。`
    const told = await session.change<Record<string, Recorded | Recorded[]>>(operation, { idempotencyKey: key, ...input, ...(tagged !== null && { [tagged]: `${tag}` }) }, fields)
    if (!told.__typename.endsWith('Payload')) throw new Error(`${operation} was refused: ${JSON.stringify(told)}`)
    const streams = Object.values(told).flatMap((value): Recorded[] => (Array.isArray(value) ? value : typeof value === 'object' ? [value] : []))
    keep({ kind: 'CHANGE', operation, key, tag, streams: streams.map(({ id, version }) => ({ id: keyIn(id), version })) })
    return streams
  }
  const HAZARD = 'hazard { id version }'
  const move = async (session: Session, operation: string, { id, version }: Recorded, input: object, tagged: string | null): Promise<Recorded> =>
    (await change(session, operation, { hazard: id, expectedVersion: version, ...input }, tagged, HAZARD))[0]!

  /** With a version that has passed: refused, however often it is asked. */
  async function tooLate({ id }: Recorded): Promise<void> {
    const key = next()
    const tag = `标记${key}。`
    const told: Told = await ground.county.change('correctHazard', { idempotencyKey: key, hazard: id, expectedVersion: 1, reason: tag, description: tag } as { idempotencyKey: string }, HAZARD)
    if (told.__typename !== 'Conflict') throw new Error(`what came too late was answered ${JSON.stringify(told)}`)
    keep({ kind: 'REFUSED', operation: 'correctHazard', key, tag })
  }

  async function hazard(): Promise<void> {
    const { county, street, leader, firms } = ground
    let one = (await change(county, 'registerHazard', { subject: pick(firms).id, source: 'DEPARTMENT', level: 'GENERAL' }, 'description', HAZARD))[0]!
    one = await move(county, 'orderRectification', one, { dueOn: '2026-10-25' }, null)
    if (Math.random() < 0.25) await tooLate(one)
    if (Math.random() < 0.3) {
      one = await move(county, 'requestVoid', one, {}, 'reason')
      await move(leader, 'countersignVoid', one, {}, null)
      return
    }
    one = await move(street, 'submitRectification', one, {}, 'measures')
    if (Math.random() < 0.3) {
      one = await move(county, 'reinspect', one, { accepted: false }, 'reason')
      one = await move(street, 'submitRectification', one, {}, 'measures')
    }
    await move(county, 'reinspect', one, { accepted: true }, null)
  }

  async function inspection(): Promise<void> {
    const key = next()
    const findings = Array.from({ length: Math.floor(Math.random() * 3) }, (_, i) => ({ description: `问题${i}`, level: 'GENERAL', ...(i === 1 && { onTheSpotMeasures: '当场更换' }) }))
    await change(ground.county, 'recordInspection', {
      subject: pick(ground.firms).id, nature: 'SUPERVISORY', startedOn: TODAY, inspectors: [{ post: '督导员' }], summary: `检查${key}`, findings,
    }, 'process', 'inspection { id version } hazards { id version }')
  }

  async function subject(): Promise<void> {
    const one = (await change(ground.county, 'registerSubject', { kind: 'HOUSEHOLD', region: ground.streetId, supervisedAt: 'COUNTY' }, 'name', 'subject { id version }'))[0]!
    await change(ground.county, 'changeSubject', { subject: one.id, expectedVersion: one.version, key: true }, 'reason', 'subject { id version }')
  }

  async function ledgerFile(): Promise<void> {
    const { county, firms, streetName } = ground
    const tag = `标记${next()}。`
    const rows = Array.from({ length: 1 + Math.floor(Math.random() * 8) }, (_, i) => `${i + 1},${pick(firms).name},${streetName},${tag}第${i + 1}处,一般,2026-10-08,2026-10-20,否`)
    const id = await county.upload(`${tag}.csv`, `序号,受检单位,所属乡镇,隐患描述,隐患级别,检查日期,整改期限,是否整改\r\n${rows.join('\r\n')}\r\n`)
    for (let key = next(); ; key = next()) {
      const told = await county.change('confirmImport', { idempotencyKey: key, import: id } as { idempotencyKey: string }, 'import { id }')
      if (!told.__typename.endsWith('Payload')) throw new Error(`an import was refused: ${JSON.stringify(told)}`)
      for (let state = ''; state !== 'FAILED'; await sleep(300)) {
        // One that was cut short says so after half a minute: at the end it is left as it is.
        if (over && state === 'IMPORTING') return
        const { node } = await county.ask<{ node: { state: string; counts: { new: number } } }>('query($id: ID!) { node(id: $id) { ... on Import { state counts { new } } } }', { id })
        state = node.state
        if (state === 'IMPORTED') return keep({ kind: 'IMPORT', key, id: keyIn(id), tag, rows: rows.length })
      }
      tally.importsAgain++
    }
  }

  async function account(): Promise<void> {
    const { security, countyId } = ground
    const userName = next()
    const give = async (operation: 'inviteAccount' | 'givePost', input: object): Promise<string> => {
      const key = next()
      const told = await security.change<{ account: { id: string } }>(operation, { idempotencyKey: key, ...input }, 'account { id }')
      if (!told.__typename.endsWith('Payload')) throw new Error(`${operation} was refused: ${JSON.stringify(told)}`)
      keep({ kind: 'ADMINISTRATION', operation, key, userName, accountId: keyIn(told.account.id) })
      return told.account.id
    }
    const id = await give('inviteAccount', { userName, title: '试用岗位', home: countyId })
    for (const role of ['LEADER', 'OVERSIGHT']) await give('givePost', { account: id, role, region: countyId })
    await client.enter('city.leader')
  }

  const again = async (work: () => Promise<void>, pause: number): Promise<void> => {
    while (!over) {
      await work()
      await sleep(pause * Math.random())
    }
  }
  const writers = [again(hazard, 20), again(hazard, 20), again(inspection, 100), again(subject, 100), again(ledgerFile, 500), again(account, 200)]
  const all = Promise.all(writers)
  all.catch(() => { over = true })
  return {
    async stop() {
      over = true
      await all
    },
  }
}
