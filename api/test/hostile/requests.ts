import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import type { GraphQLSchema } from 'graphql'
import { operations, variablesOf } from './operations.ts'
import { anything, id, oneOf, picks, text, type Pick } from './values.ts'

export interface HostileRequest {
  /** What kind it is, for the report. */
  readonly kind: string
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | null
}

const bytes = (value: string): Uint8Array => Buffer.from(value)
const JSON_TYPE = { 'content-type': 'application/json' }
const GUARD = { 'x-anwang': '1' }
const component = (value: string): string => encodeURIComponent(value.toWellFormed())

const post = (kind: string, value: unknown): HostileRequest => ({ kind, method: 'POST', path: '/graphql', headers: JSON_TYPE, body: bytes(JSON.stringify(value)) })

/** Bodies that are none, or not what they say. */
const bodies: fc.Arbitrary<HostileRequest> = fc.tuple(picks, anything, fc.uint8Array({ maxLength: 3_000 })).map(([pick, value, raw]) => {
  const valid = '{"query":"{ viewer { name } }"}'
  const [headers, body] = oneOf<readonly [Record<string, string>, Uint8Array]>(pick,
    [JSON_TYPE, raw], [JSON_TYPE, bytes(JSON.stringify(value))], [JSON_TYPE, bytes(JSON.stringify([value, value]))], [JSON_TYPE, bytes(valid.slice(0, pick(valid.length)))],
    [JSON_TYPE, bytes(`${'['.repeat(pick(100_000))}`)], [JSON_TYPE, bytes(`{"query":"{ viewer { name } }","variables":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`)],
    [JSON_TYPE, bytes(`{"query":"${'x'.repeat(270_000)}"}`)], [{ ...JSON_TYPE, 'content-encoding': 'gzip' }, gzipSync('x'.repeat(3_000_000))], [{ ...JSON_TYPE, 'content-encoding': 'gzip' }, raw],
    [{ ...JSON_TYPE, 'content-encoding': 'br' }, raw], [{ ...JSON_TYPE, 'content-encoding': 'x' }, bytes(valid)], [{ 'content-type': 'application/json; charset=utf-7' }, bytes(valid)],
    [{ 'content-type': 'application/json; charset=utf-16' }, bytes(valid)], [{ 'content-type': 'text/plain' }, bytes(valid)], [{ 'content-type': 'application/x-www-form-urlencoded' }, bytes('query={viewer{name}}')],
    [{ 'content-type': 'multipart/form-data; boundary=x' }, bytes('--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n{}\r\n--x--')], [{ 'content-type': 'application/graphql' }, bytes('{ viewer { name } }')],
    [{ 'content-type': oneOf(pick, '', ';', 'application/json;', '/', 'application/json, text/plain') }, bytes(valid)], [JSON_TYPE, new Uint8Array()],
    [JSON_TYPE, bytes('{"query":"{ viewer { name } }","variables":{"__proto__":{"x":1},"constructor":{"prototype":{"y":1}}},"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}')],
    [JSON_TYPE, bytes(JSON.stringify({ query: '{ viewer { name } }', operationName: value, variables: value, extensions: value }))])
  return { kind: 'body', method: oneOf(pick, 'POST', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE'), path: oneOf(pick, '/graphql', '/graphql', '/graphql', '/session', '/session/code', '/session/password'), headers: { ...(pick(2) === 0 && GUARD), ...headers }, body }
})

const header = (pick: Pick): readonly [string, string] => oneOf<readonly [string, string]>(pick,
  ['accept', oneOf(pick, '', '*/*', 'text/html', 'application/graphql-response+json', 'multipart/mixed', ';;;', 'x'.repeat(3_000))], ['accept-language', oneOf(pick, '', '*', 'xx', ';q=9', 'en;q=abc', `${'en,'.repeat(500)}`)],
  ['accept-encoding', oneOf(pick, '', '*;q=0', 'identity;q=0', 'br;q=x', 'gzip, gzip, gzip')], ['cookie', oneOf(pick, '', '=', ';;;', 'anwang_session', 'anwang_session=', `anwang_session=${'A'.repeat(43)}`, `anwang_session=${'../'.repeat(99)}`, `${'a=b; '.repeat(900)}`, '__proto__=x')],
  ['x-forwarded-for', oneOf(pick, '', 'x', '1.2.3.4', '::1', '2001:db8::1, 10.0.0.1', '999.999.999.999', `${'1.1.1.1,'.repeat(300)}`, "'; drop table session; --")], ['x-forwarded-proto', oneOf(pick, 'https', '', 'x', 'https,http')],
  ['x-forwarded-host', 'evil.example'], ['x-http-method-override', 'DELETE'], ['range', oneOf(pick, 'bytes=0-', 'bytes=-1', 'bytes=9-1', 'bytes=0-0,2-2', 'x')], ['if-none-match', oneOf(pick, '*', 'W/"x"', '"')],
  ['if-modified-since', 'never'], ['expect', oneOf(pick, '100-continue', 'x')], ['authorization', oneOf(pick, 'Basic ====', 'Bearer x', '')], ['origin', oneOf(pick, 'null', 'https://evil.example')], ['apollo-require-preflight', '1'],
  ['upgrade', 'websocket'], ['te', 'trailers'], ['user-agent', oneOf(pick, '', 'x'.repeat(5_000), '() { :; }; echo')], ['host', oneOf(pick, '127.0.0.1', 'localhost', '[::1]', 'evil.example', '')])

const headers: fc.Arbitrary<HostileRequest> = picks.map((pick) => ({
  kind: 'header', method: oneOf(pick, 'POST', 'POST', 'GET', 'HEAD', 'OPTIONS', 'DELETE', 'PUT', 'TRACE'),
  path: oneOf(pick, '/graphql', '/graphql', '/', '/session', '/hazards', '/export/hazards.csv', '/readyz', '/assets/x.js', '/graphql?query=%7Bviewer%7Bname%7D%7D', '/graphql?query=%7B&variables=%7B', '/graphql?documentId=x'),
  headers: Object.fromEntries([...(pick(2) === 0 ? Object.entries(JSON_TYPE) : []), ...Array.from({ length: 1 + pick(4) }, () => header(pick))]),
  body: pick(2) === 0 ? bytes('{"query":"{ viewer { name } office { name } }"}') : null,
}))

const paths = (known: readonly string[]): fc.Arbitrary<HostileRequest> => fc.tuple(picks, anything).map(([pick, value]) => {
  const json = component(JSON.stringify(oneOf<unknown>(pick, value, { search: text(pick) }, { region: id(pick, known) }, { levels: [text(pick)] }, { overdue: text(pick) }, { from: text(pick), to: text(pick) }, { import: id(pick, known) })))
  const path = oneOf(pick,
    `/export/hazards.${oneOf(pick, 'xlsx', 'csv')}?filter=${json}&orderBy=${json}`, `/export/hazards.csv?filter=${json}`, `/export/hazards.xlsx?ids=${component(id(pick, known))}`, `/export/hazards.csv?filter[a]=1&filter[b]=2&ids=1&ids=2`,
    `/export/hazards.csv?filter=${component(text(pick))}`, `/export/ranking.xlsx?region=${component(id(pick, known))}&period=${component(oneOf(pick, '2026-Q3', text(pick)))}&level=${component(oneOf(pick, 'COUNTY', 'STREET', text(pick)))}`,
    `/export/ranking.xlsx?period=${'2026-Q3&period='.repeat(50)}`, `/export/subjects.xlsx?filter=${json}`, `/export/inspections.csv?filter=${json}`, `/export/audit.xlsx?filter=${json}`,
    `/imports/${component(id(pick, known))}/refused.xlsx`, `/templates/${component(text(pick))}.xlsx`, `/templates/${component(text(pick))}`, `/${component(text(pick))}`, `/assets/${component(text(pick))}`,
    '/%', '/%ff', '/%00', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd', '//evil.example', '/a//b', `/${'a/'.repeat(2_000)}`, '/?', '/#', '/graphql/', '/GRAPHQL', '/graphql/x', '/session/x', '/.vite/documents.json', '/index.html%00', '/imports/x/y/z', '/metrics')
  return { kind: 'path', method: oneOf(pick, 'GET', 'GET', 'GET', 'HEAD', 'POST', 'DELETE'), path: path.slice(0, 12_000), headers: pick(2) === 0 ? GUARD : {}, body: null }
})

/** What begins as a file and is none, or holds what no office writes. */
const uploads = (workbook: Uint8Array): fc.Arbitrary<HostileRequest> => fc.tuple(picks, fc.uint8Array({ maxLength: 4_000 })).map(([pick, raw]) => {
  const cut = workbook.slice(0, pick(workbook.length))
  const flipped = workbook.slice()
  for (let i = 0; i < 1 + pick(20); i++) flipped[pick(flipped.length)] = pick(256)
  const cells = Array.from({ length: 1 + pick(6) }, () => Array.from({ length: 1 + pick(12) }, () => `"${text(pick).replaceAll('"', '""').slice(0, 3_000)}"`).join(',')).join('\r\n')
  const head = '序号,受检单位,所属乡镇,隐患描述,隐患级别,检查日期,整改期限,是否整改\r\n'
  const body = oneOf<Uint8Array>(pick, raw, cut, flipped, bytes(cells), bytes(`${head}${cells}`), bytes(`${head}1,柳屯化工,柳屯镇,${text(pick).slice(0, 3_000)},${oneOf(pick, '一般', '重大', text(pick))},${oneOf(pick, '2026-10-01', '45566', '99999999', '2026年13月1日', text(pick))},,${oneOf(pick, '是', '否', '基本完成', text(pick))}`),
    Buffer.concat([bytes('PK\u0003\u0004'), raw]), Buffer.concat([bytes('\u00d0\u00cf\u0011\u00e0'), raw]), Buffer.concat([bytes('%PDF-1.7\n'), raw]), bytes('<html><table><tr><td>x</table>'), gzipSync('x'.repeat(1_000_000)), new Uint8Array(), bytes('\uFEFF'))
  const name = component(oneOf(pick, 'ledger.xlsx', 'ledger.csv', 'a.xls', '../../x.xlsx', text(pick).slice(0, 300)))
  return {
    kind: 'upload', method: 'POST', path: `/imports?fileName=${name}${pick(3) === 0 ? `&layout=${component(oneOf(pick, 'hazards', 'inspections', 'subjects', text(pick).slice(0, 100)))}` : ''}`,
    headers: { ...GUARD, 'content-type': oneOf(pick, 'application/octet-stream', 'text/csv', 'application/json', 'multipart/form-data; boundary=x', '') , ...(pick(15) === 0 && { 'content-encoding': 'gzip' }) }, body,
  }
})

export interface Known {
  readonly ids: readonly string[]
  /** Operations of the web application. */
  readonly documents: readonly string[]
  /** A ledger as it may come, to be cut and flipped. */
  readonly workbook: Uint8Array
}

/** Requests that nobody in good faith sends, and some that only look so. */
export function hostileRequests(schema: GraphQLSchema, known: Known): fc.Arbitrary<HostileRequest> {
  const { whole, monstrous, broken } = operations(schema, known.ids)
  const ours = fc.constantFrom(...known.documents).chain((document) => fc.oneof({ weight: 4, arbitrary: variablesOf(schema, document, known.ids) as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: anything }).map((variables) => post('variables', { query: document, variables })))
  return fc.oneof(
    { weight: 30, arbitrary: whole.map((query) => post('operation', { query })) },
    { weight: 8, arbitrary: monstrous.map((query) => post('monstrous', { query })) },
    { weight: 8, arbitrary: broken.map((query) => post('broken', { query })) },
    { weight: 24, arbitrary: ours },
    { weight: 8, arbitrary: bodies },
    { weight: 8, arbitrary: headers },
    { weight: 9, arbitrary: paths(known.ids) },
    { weight: 5, arbitrary: uploads(known.workbook) },
  )
}
