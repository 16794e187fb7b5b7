import { globalId } from '../../src/schema/nodes.ts'
import { CODES, type LeakWorld } from './world.ts'
import type { Kind, Role, Target } from './rules.ts'

const text = (value: string) => JSON.stringify(value)

/** What a mutation names, by kind, and an input that goes as far as the policy lets it: what is allowed fails on a version that is none, or on a fact. */
export interface Attempt {
  readonly kind: Kind
  readonly input: string
}

/** Every mutation on what lies at the target, in an order in which none takes away what the next needs. */
export function attemptsAt({ at }: LeakWorld, target: Target, role: Role): Readonly<Record<string, Attempt>> {
  const one = at[target]
  const [hazard] = one.hazards
  const moved = (rest = ''): Attempt => ({ kind: 'records', input: `hazard: ${text(hazard!)}, expectedVersion: 99${rest && `, ${rest}`}` })
  const onSubject = (rest: string): Attempt => ({ kind: 'records', input: `subject: ${text(one.subject)}, ${rest}` })
  const onImport = (rest = ''): Attempt => ({ kind: 'ledgers', input: `import: ${text(one.import)}${rest && `, ${rest}`}` })
  const onAccount = (rest = ''): Attempt => ({ kind: 'accounts', input: `account: ${text(one.account)}${rest && `, ${rest}`}` })
  const onProposal = (rest = ''): Attempt => ({ kind: 'accounts', input: `proposal: ${text(globalId('Proposal', '00000000-0000-0000-0000-000000000001'))}${rest && `, ${rest}`}` })
  return {
    registerSubject: { kind: 'records', input: `kind: ENTERPRISE, name: "新厂", region: ${text(one.region)}, sector: ${text(one.sector)}` },
    changeSubject: onSubject('expectedVersion: 99, reason: "改", name: "别名"'),
    recordInspection: onSubject('nature: SUPERVISORY, startedOn: "2026-10-19", inspectors: [], process: "查", findings: []'),
    registerHazard: onSubject('source: DEPARTMENT, description: "漏", level: GENERAL, foundOn: "2027-01-01"'),
    orderRectification: moved('dueOn: "2026-10-30"'),
    approveLongDeadline: moved(),
    planRectification: moved('responsiblePost: "厂长", measures: "停", fundsYuan: 1, dueOn: "2026-08-10", contingency: "撤"'),
    submitRectification: moved('measures: "改"'),
    reinspect: moved('accepted: false, reason: "未改"'),
    requestExtension: moved('dueOn: "2026-11-30", controlMeasures: "看"'),
    decideExtension: moved('granted: true, reason: "可"'),
    correctHazard: moved('reason: "错", description: "别的"'),
    requestVoid: moved('reason: "错"'),
    countersignVoid: moved(),
    refuseVoid: moved('reason: "否"'),
    reopenHazard: moved('reason: "反弹", dueOn: "2026-11-30"'),
    archiveHazard: moved(),
    revisitHazard: moved('recurred: false'),
    listHazard: moved('dueOn: "2026-11-30"'),
    delistHazard: moved('reason: "错"'),

    erasePersonalData: { kind: 'erasure', input: `phone: ${text(one.phone)}, ground: UNLAWFUL, expected: 99` },
    // A cell of a sheet that is not there: nothing is staged anew.
    mapImport: onImport('sheets: [{ name: "没有的表", layout: "hazards", columns: [] }]'),
    confirmImport: onImport(),
    withdrawImport: onImport('reason: "错"'),
    // It is gone then: where the office's region is closed and nothing could land.
    ...(CODES[target] && { discardImport: onImport() }),

    inviteAccount: { kind: 'accounts', input: `userName: ${text(`new-${target}-${role.toLowerCase().replace('_', '-')}`)}, title: "新来的", home: ${text(one.region)}` },
    givePost: onAccount(`role: LEADER, region: ${text(one.region)}, from: "2026-10-21", until: "2026-10-22"`),
    endPost: { kind: 'accounts', input: `post: ${text(one.post)}, on: "2026-12-31"` },
    signOutAccount: onAccount(),
    resetSecondFactor: onAccount(), unbindIdentity: onAccount(),
    renewInvitation: onAccount(), unlockAccount: onAccount(),
    countersignProposal: onProposal(), returnProposal: onProposal('reason: "否"'), withdrawProposal: onProposal(),
    // It is in office still.
    eraseAccount: onAccount(),
    leaveOffice: onAccount(),
    endSession: { kind: 'accounts', input: `session: ${text(one.session)}` },
    ...(target === 'own' && { verifyAudit: { kind: 'log', input: '' } }),
  }
}
