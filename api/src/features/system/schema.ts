import type { Context } from '../../context.ts'
import { builder } from '../../schema/builder.ts'
import { denied } from '../../schema/denials.ts'
import { chainsOf, type Chain } from '../audit/store.ts'
import { mayWatch } from './policy.ts'
import { databaseState, type DatabaseState } from './store.ts'

/** What waits is counted so far. */
const MOST = 10_000

interface State extends DatabaseState {
  readonly chains: readonly Chain[]
}
const stateOf = async ({ worker, clock }: Context): Promise<State> => ({ ...(await databaseState(worker, clock.today(), MOST)), chains: await chainsOf(worker) })

const inOrder = (instants: readonly Date[]): Date[] => instants.toSorted((a, b) => a.getTime() - b.getTime())
/** A check of nothing, as right after a start, is none; one that found something is. */
const checks = ({ chains }: State) => (chains.every(({ checked }) => !checked || (checked.entries === 0 && checked.sound)) ? [] : chains.flatMap(({ checked }) => checked ?? []))

const SystemState = builder.objectRef<State>('SystemState').implement({
  description: 'How the system runs, without a word of what it holds.',
  fields: (t) => ({
    databaseVersion: t.string({ description: "PostgreSQL's", resolve: (state) => state.version }),
    databaseBytes: t.float({ resolve: (state) => state.bytes }),
    databaseSince: t.field({ type: 'DateTime', description: 'its last start', resolve: (state) => state.since }),
    servedSince: t.field({ type: 'DateTime', description: "the answering server's last start", resolve: () => new Date(Date.now() - process.uptime() * 1000) }),
    unfolded: t.exposeInt('unfolded', { description: 'changes that pages add up themselves because no sum holds them yet, exact to 10,000' }),
    unfoldedSince: t.expose('unfoldedSince', { type: 'DateTime', nullable: true }),
    unsealed: t.exposeInt('unsealed', { description: 'entries of the logs, exact to 10,000 each' }),
    unsealedSince: t.expose('unsealedSince', { type: 'DateTime', nullable: true }),
    sealedAt: t.field({ type: 'DateTime', nullable: true, description: 'the last seal; null: nothing is sealed yet', resolve: ({ chains }) => inOrder(chains.flatMap(({ sealedAt }) => sealedAt ?? [])).at(-1) ?? null }),
    checkedAt: t.field({ type: 'DateTime', nullable: true, description: 'when both logs were last gone through; null: not yet', resolve: (state) => (checks(state).length < state.chains.length ? null : (inOrder(checks(state).map(({ at }) => at))[0] ?? null)) }),
    sound: t.boolean({ nullable: true, description: 'what that found; what it was is for the auditor', resolve: (state) => (checks(state).length === 0 ? null : checks(state).every((check) => check.sound)) }),
    anchored: t.boolean({ description: 'whether the heads of the chains are kept outside of the database', resolve: (_state, _args, { anchor }) => anchor !== null }),
    backedUpAt: t.expose('backedUpAt', { type: 'DateTime', nullable: true, description: 'by `anwang backup`; null: never' }),
    backup: t.exposeString('backup', { nullable: true, description: "that file's name" }),
  }),
})

builder.queryField('system', (t) =>
  t.field({
    type: SystemState, nullable: true, description: 'null for everybody but the system administrator',
    resolve: (_root, _args, context) => {
      if (mayWatch(context.viewer)) return stateOf(context)
      if (context.viewer) context.note(denied('system', 'NOT_YOURS'))
      return null
    },
  }))
