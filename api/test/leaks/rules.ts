/**
 * Who may see and do what, where: the rule book (design.md, Security) said a second time, by the tests and for them. It asks
 * nothing of the code that it judges. A type, field, query, mutation or route without its line here fails the matrix.
 */

/** Where something lies, as the viewers see it, whose posts are all at one county. */
export const targets = ['own', 'firm', 'child', 'sibling', 'parent', 'province', 'into', 'out', 'left'] as const
/**
 * `firm`: in the own region, another enterprise of another sector; `into`: in a closed region that was merged into the own; `out`: in what
 * became of a closed part of the own region elsewhere; `left`: in that closed part itself, whose past stays where it was.
 */
export type Target = (typeof targets)[number]

/** `TWO_POSTS`: the committee office of the street (`child`) and a department of the county in the other sector (that of `firm`): the union of both, and nothing that only both together would give. */
export const roles = [
  'COMMITTEE_OFFICE', 'LEADER', 'DEPARTMENT', 'STREET_WORKER', 'ENTERPRISE', 'OVERSIGHT', 'SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR', 'TWO_POSTS', 'NOBODY',
] as const
export type Role = (typeof roles)[number]

const is = (...allowed: Role[]) => (role: Role) => allowed.includes(role)
const OFFICERS: ReadonlySet<Role> = new Set(['SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR'])
/** What the county's subtree reaches: with what was merged into it, and with its own past. */
const SUBTREE: ReadonlySet<Target> = new Set(['own', 'firm', 'child', 'into', 'left'])

/** What either of two posts reaches, of records. */
const TWO: ReadonlySet<Target> = new Set(['child', 'firm'])
const ofRecords = (role: Role) => role !== 'NOBODY' && !OFFICERS.has(role)
const inArea = (role: Role, at: Target) => ofRecords(role) && SUBTREE.has(at)

/** Whether a viewer of the role sees what lies at the target, by kind of thing. */
export const sees = {
  /** Records: by place; a department of its sectors, an enterprise its own. */
  records: (role: Role, at: Target) => inArea(role, at) && (role !== 'DEPARTMENT' || at !== 'firm') && (role !== 'ENTERPRISE' || at === 'own') && (role !== 'TWO_POSTS' || TWO.has(at)),
  /** Ledgers hold rows of every sector and enterprise: who is narrowed sees those only that they uploaded. */
  ledgers: (role: Role, at: Target) => inArea(role, at) && role !== 'DEPARTMENT' && role !== 'ENTERPRISE' && (role !== 'TWO_POSTS' || at === 'child'),
  /** Live figures, scores and rankings of a region. */
  figures: (role: Role, at: Target) => inArea(role, at) && role !== 'ENTERPRISE',
  /** Whatever was published by a region above or below one's own. */
  published: (role: Role, at: Target) => ofRecords(role) && (SUBTREE.has(at) || at === 'parent'),
  /** What waits for a second signature. */
  proposals: (role: Role, at: Target) => (role === 'SECURITY_ADMINISTRATOR' || role === 'SYSTEM_ADMINISTRATOR') && SUBTREE.has(at),
  /** Those of a part that left are administered where it went: they see what they see there. */
  accounts: (role: Role, at: Target) => role === 'SECURITY_ADMINISTRATOR' && SUBTREE.has(at) && at !== 'left',
  /** Whom a person is erased for: the committee office, of every sector. */
  erasure: (role: Role, at: Target) => (role === 'COMMITTEE_OFFICE' && SUBTREE.has(at)) || (role === 'TWO_POSTS' && at === 'child'),
  log: (role: Role, at: Target) => role === 'AUDITOR' && SUBTREE.has(at),
  /** How the system runs, without a word of what it holds. */
  system: (role: Role) => role === 'SYSTEM_ADMINISTRATOR',
  /** The directory of regions, sectors, schemes: everybody signed in. */
  directory: (role: Role) => role !== 'NOBODY',
  everybody: () => true,
} satisfies Record<string, (role: Role, at: Target) => boolean>
export type Kind = keyof typeof sees
/** What row security alone hides, where the rule book hides more of it: a person may be read with the record, and is erased by the office only; how the system runs is in no row of anybody's. */
export const rowsOf: Readonly<Partial<Record<Kind, Kind>>> = { erasure: 'records', system: 'everybody' }

/** Who works with the people of a record reads names and numbers whole, others see them masked; an enterprise sees the people of its own firm only. */
export function peopleFor(role: Role, coordinate: string): 'whole' | 'masked' | 'none' {
  if (role === 'ENTERPRISE') return coordinate === 'Subject.contacts' || coordinate === 'Hazard.contacts' ? 'whole' : 'none'
  return is('COMMITTEE_OFFICE', 'DEPARTMENT', 'STREET_WORKER', 'TWO_POSTS')(role) ? 'whole' : 'masked'
}

/**
 * Every field of every type, by how it is answered to who sees what it stands in: `same`: as to everybody; `people`: whole or
 * masked; `viewers`: by who asks; `narrowed`: of what the viewer sees behind it.
 */
export interface Fields {
  readonly same?: string
  readonly people?: string
  readonly viewers?: string
  readonly narrowed?: string
}
export const fields: Readonly<Record<string, Fields>> = {
  Account: { same: 'hasPassword home id invitedUntil secondFactor title userName waitsUntil erased', viewers: 'identity viewerCanChange postsElsewhere posts seenAt sessions' },
  Adjustment: { same: 'basis clause on points shown' },
  Audit: { same: 'anchored chains entries events' },
  AuditChain: { same: 'checked checkedAt findings log sealed sealedAt sound' },
  AuditDetail: { same: 'name value' },
  AuditEntry: { same: 'action address at details kind number reason refused region rows target targetId targetType title userName what' },
  AuditedEvent: { same: 'facts number occurredAt reason record recordedAt region source stream title type userName version' },
  Contact: { same: 'id name phone role' },
  DemonstrationAccount: { same: 'home title titleEn userName' },
  EventFact: { same: 'name value' },
  Grant: { viewers: 'region role sectors' },
  GroupScore: { same: 'hidden lost maxPoints name points shown' },
  Hazard: { same: 'acceptedOn accountable description details dueOn events foundOn id imported inspection level number overdue overdueDays plan recordedLate region registeredOn rounds sector shownOnly source state subject submittedOn version', people: 'contacts people', viewers: 'moves duplicateOf' },
  HazardDetails: { same: 'address contingency fundsText fundsYuan measures note progress rectifyingUnit regulator reinspectingUnit' },
  HazardEvent: { same: 'actor facts id lateEntry occurredAt reason recordedAt source type' },
  Identity: { same: 'boundAt hint' },
  IdentityProvider: { same: 'name' },
  Import: { same: 'answers confirmedAt counting counts erasedOn failure fileName id layout progress refusedUrl region rows sheets state uploadedAt uploadedBy', viewers: 'viewerCanConfirm viewerCanWithdraw withdrawRefusedBecause' },
  ImportAnswer: { same: 'answer field label remembered row sheet subject value' },
  ImportClosedPeriod: { same: 'period rows' },
  ImportColumn: { same: 'field header index' },
  ImportCounting: { same: 'closed lateEntries warned' },
  ImportCounts: { same: 'asked changed firms new refused skipped unchanged' },
  ImportRow: { same: 'cells n outcome problems row sheet summary writes' },
  ImportSheet: { same: 'columns fields headerRow headers hidden layout missing name notWritten periodText reportingUnit skipped source sourceBecause unmatched' },
  ImportWrites: { same: 'accountable closed firm hazard lateEntry newFirm place' },
  ImportedHazard: { same: 'dueByDefault dueOn level scoredDueOn state' },
  Indicator: { same: 'group id name number weight' },
  IndicatorGroup: { same: 'name weight' },
  IndicatorScore: { same: 'atPeersMean clause denominator indicator lost maxPoints maxPointsShown notApplicable notApplicableReason numerator points pooled ratio shown smallSample weight', narrowed: 'periodDenominator records recordsUnlisted' },
  Inspection: { same: 'accountable details findings finishedOn id inspectors nature number process region reinspection sector startedOn subject version', people: 'contacts', narrowed: 'hazards' },
  InspectionDetails: { same: 'category documents drawn finesPaidYuan finesYuan general listed major note rectified violations' },
  Layout: { same: 'fields id name templateUrl' },
  LayoutField: { same: 'field label required' },
  Metrics: { narrowed: 'acceptedOfFound dueGeneral dueGeneralScored dueMajor dueOnTimeRateMajor duePending enterprises hazardSources hazardSourcesOnline hazardsFoundGeneral hazardsFoundMajor inspections keyEnterprises onTimeRate overdueDays overdueOpen overdueOpenMajor own owned rectifiedOnTimeGeneral rectifiedOnTimeGeneralScored rectifiedOnTimeMajor rectifiedRate reinspectedInTime reinspectionDue reinspectionRate voided' },
  Move: { same: 'dueOn kind primary', viewers: 'viewerCan because' },
  Office: { same: 'demonstration goLiveOn name region today' },
  Organization: { same: 'id name region sectors' },
  OverdueGroup: { same: 'key label region sector subject', narrowed: 'count days1to7 days31to90 days8to30 daysOver90 longestDays major' },
  Plan: { same: 'contingency dueOn fundsYuan measures responsiblePost' },
  PersonalData: { narrowed: 'contacts ledgers openLedgers' },
  Post: { same: 'current enterprise from id region role sectors until' },
  PreviousSignIn: { viewers: 'address at failures' },
  Proposal: { same: 'decidedAt decider expiresAt from id kind proposedAt proposer reason region role state title until userName', viewers: 'viewerCanDecide viewerCanWithdraw' },
  ProblemChoice: { same: 'label value' },
  Publication: { same: 'cutoff id period publishedAt restates sha256' },
  Ranking: { same: 'basis entries groups level period publication region scheme', narrowed: 'own asOf' },
  RankingEntry: { same: 'change changedOn comparable history organization peerGroup previousRank rank region score tied unrankedBecause', narrowed: 'metrics' },
  RankingHistoryPoint: { same: 'period rank shown total' },
  RankingOwn: { same: 'metrics region' },
  Region: { same: 'ancestors childLevel children code id kind level name parent path', narrowed: 'hazards subjects metrics score viewerSectors viewerSees' },
  ReportedDocument: { same: 'count name' },
  Round: { same: 'acceptedOn dueOn n overdueDays scoredDueOn startedOn submittedOn' },
  RowProblem: { same: 'choices code column field kind message right value' },
  SchemeVersion: { same: 'id indicators name version' },
  Score: { same: 'adjustments exact grade groups indicators organization period region scheme shown sourcesNotInUse total unrankedBecause vetoes' },
  Sector: { same: 'id name parent' },
  Session: { viewers: 'address agent current expiresAt id openedAt seenAt' },
  SheetHeader: { same: 'header index letter sample' },
  Subject: { same: 'accountable assigned creditCode details hazardSources hazardSourcesOnline id key kind name region registeredOn riskGrade sector sectors standardized status supervisedAt supervisionModeSet version', people: 'contacts', viewers: 'recordableNatures registrableSources viewerCanChange viewerCanErasePersonalData', narrowed: 'hazards inspections' },
  SubjectDetails: { same: 'address category employees employeesText hazardSourceGrade industryCode note regulator sectorText size standardization' },
  SystemState: { narrowed: 'anchored backedUpAt backup checkedAt databaseBytes databaseSince databaseVersion sealedAt servedSince sound unfolded unfoldedSince unsealed unsealedSince' },
  // Beside the records that a mutation answers with.
  ErasePersonalDataPayload: { narrowed: 'contacts ledgers' },
  EraseAccountPayload: { same: 'proposed' },
  GivePostPayload: { same: 'proposed', viewers: 'invitation' },
  InviteAccountPayload: { same: 'proposed', viewers: 'invitation' },
  LeaveOfficePayload: { same: 'proposed' },
  RenewInvitationPayload: { same: 'proposed', viewers: 'invitation' },
  ResetSecondFactorPayload: { same: 'proposed' },
  SignOutAccountPayload: { same: 'proposed' },
  UnbindIdentityPayload: { same: 'proposed' },
  UnlockAccountPayload: { same: 'proposed' },
  Veto: { same: 'clause reason' },
  Viewer: { viewers: 'grants hasPassword home identity name passwordChangedAt previousSignIn recoveryCodesLeft secondFactorSince sessions title titleEn userName viewerCanAdminister viewerCanImport viewerCanRecord' },
}

/** Every query, by what it shows. */
export const queries: Readonly<Record<string, readonly Kind[]>> = {
  accounts: ['accounts'],
  audit: ['log'],
  demonstrationAccounts: ['everybody'],
  identityProvider: ['everybody'],
  hazards: ['records'],
  imports: ['ledgers'],
  inspections: ['records'],
  layouts: ['directory'],
  node: ['records', 'ledgers', 'directory', 'published'],
  office: ['directory'],
  overdueGroups: ['records'],
  personalData: ['erasure'],
  proposals: ['proposals'],
  publications: ['published'],
  ranking: ['figures', 'published'],
  region: ['directory', 'records', 'figures'],
  regions: ['directory'],
  sectors: ['directory'],
  system: ['system'],
  viewer: ['directory'],
}

const supervising = is('COMMITTEE_OFFICE', 'DEPARTMENT', 'STREET_WORKER', 'TWO_POSTS')
const offices = is('COMMITTEE_OFFICE', 'DEPARTMENT', 'TWO_POSTS')
const rectifying = is('ENTERPRISE', 'STREET_WORKER')
const deciding = is('COMMITTEE_OFFICE', 'DEPARTMENT', 'LEADER', 'TWO_POSTS')
/** Strictly below the own region: of what counts there the county is the level above. */
const BELOW: ReadonlySet<Target> = new Set(['child', 'left'])

type Rule = (role: Role, at: Target) => boolean
const onRecord = (who: (role: Role) => boolean): Rule => (role, at) => sees.records(role, at) && who(role)
const administered: Rule = (role, at) => sees.accounts(role, at)

/**
 * Every mutation, by who may do it to what lies at the target. Hazards here are general, unlisted and nobody's submission waits. What
 * changes scored figures is decided at the city or above, so by none of these viewers.
 */
export const mutations: Readonly<Record<string, Rule>> = {
  registerSubject: (role, at) => inArea(role, at) && supervising(role) && (role !== 'DEPARTMENT' || at !== 'firm') && (role !== 'TWO_POSTS' || TWO.has(at)),
  changeSubject: onRecord(supervising),
  recordInspection: onRecord(offices),
  registerHazard: onRecord(offices),
  orderRectification: onRecord(supervising),
  approveLongDeadline: () => false,
  planRectification: onRecord(rectifying),
  submitRectification: onRecord(rectifying),
  reinspect: onRecord(supervising),
  requestExtension: onRecord(rectifying),
  decideExtension: (role, at) => sees.records(role, at) && deciding(role) && BELOW.has(at) && role !== 'TWO_POSTS',
  correctHazard: onRecord(offices),
  requestVoid: onRecord(supervising),
  countersignVoid: onRecord(deciding),
  refuseVoid: onRecord(deciding),
  reopenHazard: onRecord(supervising),
  archiveHazard: onRecord(offices),
  revisitHazard: onRecord(supervising),
  // By a county or above: not by the street's office, whatever else its people are.
  listHazard: (role, at) => onRecord(offices)(role, at) && (role !== 'TWO_POSTS' || at === 'firm'),
  delistHazard: () => false,

  erasePersonalData: sees.erasure,

  mapImport: (role, at) => sees.ledgers(role, at) && supervising(role),
  confirmImport: (role, at) => sees.ledgers(role, at) && supervising(role),
  discardImport: (role, at) => sees.ledgers(role, at) && supervising(role),
  withdrawImport: (role, at) => sees.ledgers(role, at) && supervising(role),

  inviteAccount: administered,
  renewInvitation: administered,
  givePost: administered,
  endPost: administered,
  signOutAccount: administered,
  resetSecondFactor: administered,
  unbindIdentity: administered,
  unlockAccount: administered,
  eraseAccount: administered,
  /** There are none here: `proposals.test.ts` asks by role and place. */
  countersignProposal: () => false,
  returnProposal: () => false,
  withdrawProposal: () => false,
  leaveOffice: administered,
  /** The sessions here are others'. */
  endSession: () => false,
  verifyAudit: (role) => role === 'AUDITOR',
}

/** What answers beside /graphql, by what it shows; `own`: what one sends by oneself. */
export const routes: Readonly<Record<string, Kind | 'own'>> = {
  '/export/subjects.xlsx': 'records', '/export/subjects.csv': 'records',
  '/export/inspections.xlsx': 'records', '/export/inspections.csv': 'records',
  '/export/hazards.xlsx': 'records', '/export/hazards.csv': 'records',
  '/export/ranking.xlsx': 'figures', '/export/audit.xlsx': 'log',
  '/imports/:id/refused.xlsx': 'ledgers', '/imports': 'own', '/templates/:name': 'directory',
  '/healthz': 'everybody', '/readyz': 'everybody',
  '/session': 'own', '/session/code': 'own', '/session/password': 'own', '/session/second-factor': 'own', '/session/oidc': 'own', '/session/oidc/return': 'own', '/invitation': 'own', '/invitation/accept': 'own',
}
