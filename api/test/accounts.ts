import { regionId } from '@anwang/domain/regions'
import { globalId } from '../src/schema/nodes.ts'
import type { Api, Client } from './api.ts'

export const regionOf = (path: string): string => globalId('Region', regionId(path))

const ACCOUNT = 'account { id userName title hasPassword invitedUntil secondFactor sessions waitsUntil erased viewerCanChange posts { role region { name } from until current } }'
const PROPOSAL = 'proposal { id kind state userName role region { name } proposer decider reason viewerCanDecide viewerCanWithdraw }'
const fieldsOf: Readonly<Record<string, string>> = {
  inviteAccount: `${ACCOUNT} proposed invitation`, renewInvitation: `${ACCOUNT} proposed invitation`, givePost: `${ACCOUNT} proposed invitation`, countersignProposal: PROPOSAL, returnProposal: PROPOSAL, withdrawProposal: PROPOSAL,
}
let key = 0

/** Runs a mutation of accounts; answers its payload or its error. */
export async function change(client: Client, name: string, input: Record<string, unknown>) {
  const Name = `${name[0]!.toUpperCase()}${name.slice(1)}`
  const { data, errors } = await client.query(`mutation($input: ${Name}Input!) { ${name}(input: $input) { __typename ... on UserError { code path } ... on ${Name}Payload { ${fieldsOf[name] ?? `${ACCOUNT} proposed`} } } }`, { input: { idempotencyKey: `change ${key++}`, ...input } })
  if (!data) throw new Error(JSON.stringify(errors))
  return data[name]
}
export const invite = (client: Client, userName: string, path: string) => change(client, 'inviteAccount', { userName, title: '新账号', home: regionOf(path) })
export const give = (client: Client, account: string, role: string, path: string, more: object = {}) => change(client, 'givePost', { account, role, region: regionOf(path), ...more })
export const proposals = async (client: Client, args = '') => (await client.query(`{ proposals${args} { totalCount nodes { ${PROPOSAL.slice('proposal { '.length, -2)} } } }`)).data.proposals
/** Signs what was proposed last. */
export const countersign = async (client: Client) => change(client, 'countersignProposal', { proposal: (await proposals(client, '(open: true, first: 1)')).nodes[0].id })

/** Sends to a route of signing in, as JSON; answers with the cookie that came. */
export async function post(api: Api, path: string, body: object, { cookie = '', address = '127.0.0.1', method = 'POST' } = {}) {
  const response = await api.anonymous.fetch(path, { method, headers: { 'x-anwang': '1', 'content-type': 'application/json', 'x-forwarded-for': address, cookie }, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, string>, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' }
}
/** Asks as the session of a cookie. */
export async function asked(api: Api, cookie: string, query: string) {
  const response = await api.anonymous.fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify({ query }) })
  return ((await response.json()) as { data: any }).data
}
