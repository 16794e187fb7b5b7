/**
 * Whose rows a table shows to the application, by what the transaction's settings say:
 * - `directory`: everybody signed in (`app.scope` is set, be it empty);
 * - `records`, `figures`: below the scope; `published`: where the publishing region and the scope meet;
 * - `own`: the account's (`app.account`) and, where it says so, those of the accounts that it administers (`app.administers`);
 * - `audited`: the auditor's (`app.audit`);
 * - `closed`: nobody's; the worker, the owner and functions that run as the owner use it.
 */
export type Class = 'directory' | 'records' | 'figures' | 'published' | 'own' | 'audited' | 'closed'

export interface TablePlace {
  readonly class: Class
  /** What the application role may do to the whole table, and to columns: `SELECT`, `UPDATE(valid_to)`. */
  readonly app: readonly string[]
  /** What the worker may, where that is less than everything. */
  readonly worker?: readonly string[]
  /** Where rows may be written, if not where they may be read: `meeting`: at or above the scope too; `anywhere`: the log takes lines from everybody. */
  readonly written?: 'meeting' | 'anywhere'
  /** The column that holds the account. */
  readonly account?: string
  /** An account's home, or its own path, decides about administering it; `another's`: one does not see the own. */
  readonly administered?: true | "another's"
}

const words = (text: string): string[] => text.split(' ')
const columns = (verb: string, text: string): string => `${verb}(${words(text).toSorted().join(' ')})`
const directory: TablePlace = { class: 'directory', app: ['SELECT'] }
const figures: TablePlace = { class: 'figures', app: ['SELECT'] }
const records = (app: string): TablePlace => ({ class: 'records', app: words(app) })

/** A log takes entries from both roles, without their numbers and without what the database says of them. */
function log(kind: Class, given: string): TablePlace {
  const app = ['SELECT', columns('INSERT', given)]
  return { class: kind, app, worker: app }
}

/** Every table of the database, one line each. A new one without its line fails `catalogue.test.ts`. */
export const tables: Readonly<Record<string, TablePlace>> = {
  region: directory,
  region_label: directory,
  region_succession: directory,
  office: directory,
  sector: directory,
  organization: directory,
  scheme_version: directory,
  source_in_use: directory,
  roster: directory,
  scoring_basis: directory,
  board: { class: 'directory', app: [columns('SELECT', 'group_id period scheme_version_id path stamp sources go_live_on groups')] },

  subject: records('SELECT INSERT UPDATE'),
  inspection: records('SELECT INSERT UPDATE'),
  hazard: records('SELECT INSERT UPDATE'),
  round: records('SELECT INSERT UPDATE'),
  event: log('records', 'stream stream_id version type schema region_id path sector_id subject_id actor_id source occurred_at imported_on import_id reason payload'),
  contact: records('SELECT INSERT UPDATE DELETE'),
  import_batch: records('SELECT INSERT UPDATE DELETE'),
  import_row: records('SELECT INSERT UPDATE DELETE'),
  import_mapping: records('SELECT INSERT UPDATE DELETE'),

  delta_pending: { class: 'figures', app: ['SELECT', 'INSERT'], written: 'meeting' },
  delta: figures,
  rollup: figures,
  rollup_day: figures,
  score: figures,
  score_input: figures,
  adjustment: figures,
  publication: { class: 'published', app: ['SELECT'] },

  account: {
    class: 'own', account: 'id', administered: true,
    app: [columns('SELECT', 'id user_name title title_en home_id demonstration created_at password_changed_at erased_at'), columns('INSERT', 'id user_name title title_en home_id')],
  },
  account_grant: { class: 'own', account: 'account_id', administered: true, app: ['SELECT', 'INSERT', 'UPDATE(valid_to)'] },
  session: { class: 'own', account: 'account_id', administered: true, app: [columns('SELECT', 'id account_id created_at seen_at expires_at entered second_factor_at address agent previous_at previous_address failed_before'), 'DELETE'] },
  second_factor: { class: 'own', account: 'account_id', administered: true, app: [columns('SELECT', 'account_id confirmed_at recovery_left'), 'DELETE'] },
  invitation: { class: 'own', account: 'account_id', administered: "another's", app: [columns('SELECT', 'account_id created_at expires_at'), columns('INSERT', 'account_id token_hash created_by expires_at'), 'DELETE'] },
  identity: { class: 'own', account: 'account_id', administered: true, app: [columns('SELECT', 'account_id issuer hint bound_at'), 'DELETE'] },
  command: { class: 'own', account: 'actor_id', app: ['SELECT', 'INSERT'] },

  audit: { ...log('audited', 'kind refused reason account_id user_name action target target_id rows address details'), written: 'anywhere' },
  seal: { class: 'audited', app: ['SELECT'] },
  seal_check: { class: 'audited', app: ['SELECT'] },

  figures_stamp: { class: 'closed', app: [] },
  succession_reach: { class: 'closed', app: [] },
  sign_in_failure: { class: 'closed', app: [] },
  identity_step: { class: 'closed', app: [] },
  last_sign_in: { class: 'closed', app: [] },
  officer_proposal: { class: 'closed', app: [columns('INSERT', 'id kind account_id role region_id path valid_from valid_to token_hash proposed_by')] },
}

/** No view is there yet; one that comes is `security_invoker` and named here. A materialized view cannot have row security: none is allowed. */
export const views: readonly string[] = []
/** Sequences that make numbers of rows; the application may use none by itself. */
export const sequences: readonly string[] = ['audit_seq_seq', 'event_seq_seq']

/**
 * - `pure`: of its arguments alone; `helper`: sees what its caller sees; `trigger`: nobody can call it;
 * - as the owner (SECURITY DEFINER): `token`: for whoever has the secret whose hash it takes; `sign-in`: before anybody is known, tables of
 *   accounts only; `scoped` and `administered`: shows what `app.scope` or `app.administers` lets it;
 *   `beside`: by those or `app.countersigns`, and by rows that the tests beside the feature make: they show what it finds.
 */
export interface FunctionPlace {
  readonly kind: 'pure' | 'helper' | 'trigger' | 'token' | 'sign-in' | 'scoped' | 'administered' | 'beside'
  readonly definer: boolean
  /** The application may call it. */
  readonly app: boolean
  /** Of one that runs as the owner: the tables that it names. */
  readonly touches: readonly string[]
  /** A call that would find something of a place. Without a setting, or with a secret that is none, it must find nothing. */
  readonly ask?: (at: Asked) => string
}

/** What lies at a place, as text for SQL. */
export interface Asked {
  readonly path: string
  readonly account: string
  readonly subject: string
  readonly creditCode: string
}

const pure: FunctionPlace = { kind: 'pure', definer: false, app: true, touches: [] }
const helper = (app = false): FunctionPlace => ({ kind: 'helper', definer: false, app, touches: [] })
const trigger: FunctionPlace = { kind: 'trigger', definer: false, app: true, touches: [] }
const owners = (kind: FunctionPlace['kind'], touches: string, ask?: (at: Asked) => string): FunctionPlace => ({ kind, definer: true, app: true, touches: touches === '' ? [] : words(touches).toSorted(), ...(ask !== undefined && { ask }) })
const token = (touches: string, call: string): FunctionPlace => owners('token', touches, () => `select * from ${call}`)

/** Every function, one line each, by name and types of arguments. */
export const functions: Readonly<Record<string, FunctionPlace>> = {
  'subtree(text)': pure,
  'ancestor_paths(text)': pure,
  'total(bigint)': pure,
  'name_pairs(text)': pure,
  'pairs_in(text,text)': pure,
  'path_multirange()': pure,
  'path_multirange(path_range)': pure,
  'path_multirange(path_range[])': pure,
  'path_range(text,text)': pure,
  'path_range(text,text,text)': pure,

  'administers(uuid)': helper(true),
  'administers_account(uuid)': helper(true),
  'standing_regions(uuid,date)': helper(true),
  'cities_in(text)': helper(true),
  'meets_scope(text)': helper(true),
  'count_try(text,integer,interval)': helper(),
  'countersigns(uuid)': helper(),
  'holds_over(uuid,text[],uuid,date)': helper(),
  'is_officer(text)': { ...pure },
  'proven_account(text)': helper(),
  'grants_by_succession(uuid,date)': helper(),
  'sign_in_step(uuid,text,timestamp with time zone,date)': helper(),
  'signed_in_lately(text)': helper(),
  'try_key(text)': pure,
  'directory_version()': helper(true),

  'event_guard()': { ...trigger, definer: true },
  'seal_guard()': trigger,
  'stamp_figures()': trigger,
  'change_scoring_basis()': trigger,
  'audit_guard()': { ...trigger, definer: true, touches: ['account', 'office', 'region'] },
  'grant_audit()': { ...trigger, definer: true, touches: ['account', 'audit', 'region_label', 'sector'] },
  'identity_audit()': { ...trigger, definer: true, app: false, touches: ['account', 'audit'] },
  'reach_by_succession()': { ...trigger, definer: true, app: false, touches: ['region', 'succession_reach'] },
  'only_shorter()': { ...trigger, app: false },
  'proposal_audit()': { ...trigger, definer: true, app: false, touches: ['account', 'account_grant', 'audit', 'region_label'] },
  'proposal_guard()': { ...trigger, definer: true, app: false, touches: ['account', 'account_grant', 'officer_proposal', 'region'] },
  'void_invitation()': { ...trigger, definer: true, app: false, touches: ['account', 'audit', 'invitation'] },
  'posts_together()': { ...trigger, definer: true, app: false, touches: ['account', 'account_grant'] },

  'session_viewer(text,date)': token('account account_grant region session succession_reach', "session_viewer('none', '2026-01-01')"),
  'session_account(text,date)': token('account account_grant second_factor session', "session_account('none', '2026-01-01')"),
  'touch_session(text)': token('session', "touch_session('none')"),
  'close_session(text)': token('session', "close_session('none')"),
  'pass_second_factor(text,text,bigint,text)': token('second_factor session', "pass_second_factor('none', 'n', 1, null)"),
  'change_password(text,text,text)': token('account session', "change_password('none', 'n', 'p')"),
  'begin_second_factor(text,text)': token('second_factor', "begin_second_factor('none', 's')"),
  'confirm_second_factor(text,text,text,bigint,text[])': token('second_factor session', "confirm_second_factor('none', 'n', 's', 1, '{}')"),
  'remove_second_factor(text)': token('second_factor', "remove_second_factor('none')"),
  'invitation_account(text)': token('account invitation', "invitation_account('none')"),
  'take_invitation(text,text)': token('account invitation session', "take_invitation('none', 'p')"),

  'take_identity_step(text)': token('identity_step', "take_identity_step('none')"),
  'bind_identity(text,text,uuid,text,text,text,text)': token('identity session', "bind_identity('none', 'n', null, 'i', 's', 'h', 'a')"),
  'unbind_identity(text,text)': token('identity session', "unbind_identity('none', 'a')"),
  'take_invitation_by_identity(text,text,text,text,text)': token('account identity invitation session', "take_invitation_by_identity('none', 'i', 's', 'h', 'a')"),

  'account_named(text)': owners('sign-in', 'account'),
  'sign_in_attempt(text,text,text)': owners('sign-in', 'account sign_in_failure'),
  'sign_in_failed(uuid,text)': owners('sign-in', 'account last_sign_in sign_in_failure'),
  'sign_in_succeeded(text,text)': owners('sign-in', 'sign_in_failure'),
  'open_session(text,uuid,timestamp with time zone,text,text,text,text)': owners('sign-in', 'account identity last_sign_in session'),
  'count_session_try(text)': owners('sign-in', ''),
  'forget_tries(text)': owners('sign-in', 'sign_in_failure'),
  'forget_name(text)': owners('sign-in', 'account sign_in_failure'),
  'begin_identity_step(text,text,uuid,text,text)': owners('sign-in', 'identity_step'),
  'identity_attempt(text,text)': owners('sign-in', 'account identity'),
  'demonstration_accounts()': owners('sign-in', 'account'),
  'has_password(uuid)': owners('sign-in', 'account'),

  'decide_proposal(uuid,text,text,date)': owners('beside', 'account account_grant identity invitation officer_proposal second_factor session', () => "select 1 where decide_proposal(gen_random_uuid(), 'AGREED', null, '2026-01-01') is null"),
  'erase_account(uuid,date)': owners('beside', 'account account_grant contact identity invitation last_sign_in officer_proposal second_factor session', (at) => `select 1 where erase_account('${at.account}', '2026-01-01') is null`),
  'officer_account(uuid)': owners('beside', 'account_grant'),
  'proposals_here()': owners('beside', 'account account_grant officer_proposal', () => 'select * from proposals_here()'),
  'waiting_accounts()': owners('beside', 'account sign_in_failure', () => 'select * from waiting_accounts()'),
  'waiting_among(uuid[])': owners('beside', 'account sign_in_failure', (at) => `select * from waiting_among('{${at.account}}')`),
  'posts_within(uuid)': owners('administered', 'account_grant', (at) => `select posts_within('${at.account}')`),
  'hold_account(uuid)': owners('administered', 'account'),
  'enterprise_by_code(text)': owners('administered', 'subject', (at) => `select * from enterprise_by_code('${at.creditCode}')`),
  'enterprise_name(uuid)': owners('administered', 'subject', (at) => `select enterprise_name('${at.subject}')`),

  'search_regions(text,text,text,date,integer,integer,integer,text)': owners('scoped', 'region region_label', () => `select * from search_regions('x', '', null, '2026-01-01', 10, null, null, null)`),
  // Made-up names hold a random UUID, in which '-4' stands always.
  'search_subjects(text,text[],text[],integer,boolean)': owners('scoped', 'subject', (at) => `select unnest(search_subjects('-4', array['${at.path}'], array['${at.path}!'], 10))`),
  'search_hazards(text,text[],text[],integer)': owners('scoped', 'hazard subject', (at) => `select unnest(search_hazards('-4', array['${at.path}'], array['${at.path}!'], 10))`),
  'scoring_stamps(text[],date)': owners('scoped', 'delta_pending figures_stamp', (at) => `select * from scoring_stamps(array['${at.path}'], '2026-01-01')`),
}
