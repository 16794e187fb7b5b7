import { createServer } from 'node:http'
import postgres from 'postgres'
import { given, listening } from './given.ts'
import { signedIn } from './session.ts'

// By hand: node, postgres.js, one prepared statement, the stored rows as they are; the same sign-in, the same row security.

const { appUrl, day } = given()
const sql = postgres(appUrl, { max: 20, connection: { jit: 'off' } })

const ranking = (tx: postgres.Sql, code: string, period: string) => tx`
  with root as materialized (
    select r.id, r.path, left(r.path, -1) || '0' as path_end from region_label l join region r on r.id = l.region_id
    where l.code = ${code} and not r.transparent and r.valid_to is null and l.valid_to is null limit 1)
  select r.id, r.parent_id, r.level, l.code, l.name, s.head, case when r.level = 'COUNTY' then s.result end as result
  from root join region r on r.path > root.path collate "C" and r.path < root.path_end collate "C" and r.level in ('COUNTY', 'STREET') and not r.transparent and r.valid_to is null
  join region_label l on l.region_id = r.id and l.valid_to is null
  left join score s on s.region_id = r.id and s.group_id = r.parent_id and s.period = ${period}
  order by r.path`

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    answer(request.headers.cookie, JSON.parse(Buffer.concat(chunks).toString()) as { variables: { code: string; period: string } }).then(
      (body) => response.writeHead(body === null ? 401 : 200, { 'content-type': 'application/json' }).end(body ?? ''),
      (error: unknown) => {
        console.error(error)
        response.writeHead(500).end()
      })
  })
})

async function answer(cookie: string | undefined, { variables: { code, period } }: { variables: { code: string; period: string } }): Promise<string | null> {
  const signed = await signedIn(sql, cookie, day)
  if (!signed) return null
  const rows = await sql.begin('isolation level repeatable read read only', async (tx) => {
    const [, found] = await Promise.all([
      tx`select set_config('app.scope', ${signed['app.scope']}, true), set_config('app.whole', ${signed['app.whole']}, true), set_config('app.sectored', ${signed['app.sectored']}, true),
        set_config('app.subjects', ${signed['app.subjects']}, true), set_config('app.figures', ${signed['app.figures']}, true), set_config('app.account', ${signed['app.account']}, true)`,
      ranking(tx as unknown as postgres.Sql, code, period),
    ])
    return found
  })
  return JSON.stringify(rows)
}

server.listen(0, '127.0.0.1', () => listening((server.address() as { port: number }).port))
