import { WITHIN } from './parts.ts'
import { lastOf, type Rules } from './rules.ts'

/** What no figure depends on. */
const untold = `('planned', 'archived', 'void_requested', 'void_refused')`

/**
 * Events of a part's hazards with what of their payloads is told, their day, their round and whether they are late entries.
 * \`yes\`: shown only, on the spot, granted or drawn; \`also\`: by the level above, or recurred. \`says_level\`, \`says_sector\` and
 * \`says_subject\`: whether it gives them, be it none.
 */
const events = (rules: Rules) => `
hazard_event as materialized (
  select id, v, type, day, imported_on is not null and ${rules.lateEntry} as late,
    1 + count(*) filter (where type = 'reopened') over (partition by id order by v) as n,
    case when type = 'registered' then (p->>'foundOn')::date end as found_on, case when type = 'registered' then p->>'source' end as source,
    case when type in ('registered', 'reopened', 'ordered', 'rejected', 'extension_requested', 'extension_decided', 'listed') then (p->>'dueOn')::date end as due_on,
    case type when 'registered' then p->>'shownOnly' when 'submitted' then p->>'onTheSpot' when 'extension_decided' then p->>'granted' when 'revisited' then p->>'drawn' end::boolean as yes,
    case type when 'extension_decided' then p->>'byLevelAbove' when 'revisited' then p->>'recurred' end::boolean as also,
    type = 'registered' or type = 'corrected' and p ? 'level' as says_level, case when type in ('registered', 'corrected') then p->>'level' end as level,
    type = 'registered' or type = 'corrected' and (p ? 'sectorId' or p ? 'subject') as says_sector,
    case when type not in ('registered', 'corrected') then null when p ? 'sectorId' then p->>'sectorId' else p->'subject'->>'sectorId' end as sector_id,
    type = 'registered' or type = 'corrected' and p ? 'subject' as says_subject,
    case type when 'registered' then p->>'accountId' when 'transferred' then p->>'accountId' when 'corrected' then p->'subject'->>'accountId' end as account_id
  from (
    select stream_id as id, version as v, type, ${rules.day} as day, imported_on, payload as p
    from event where stream = 'hazard' and ${WITHIN} and type not in ${untold}
  ) dated
)`

/** One row per hazard; corrections hold from the beginning. \`placed_at\`: the version that last said where it counts. */
const facts = (rules: Rules) => `
hazard_fact as materialized (
  select id, max(found_on) as found_on, max(source) as source, bool_or(yes) filter (where type = 'registered') as shown_only,
    ${lastOf('level', 'says_level')} = 'MAJOR' as major, ${lastOf('sector_id', 'says_sector')}::uuid as sector_id,
    ${lastOf('account_id', 'says_subject')}::uuid as account_id, max(v) filter (where says_subject) as placed_at,
    max(day) filter (where type = 'void_countersigned') as voided_on, max(n) as rounds
  from hazard_event group by id
),
counted as materialized (select * from hazard_fact where not shown_only and ${rules.counted}),
home_change as (
  select id, 0 as v, '-infinity'::date as from_on, account_id from hazard_fact
  union all
  select e.id, e.v, e.day, e.account_id::uuid
  from hazard_event e join hazard_fact f on f.id = e.id where e.type = 'transferred' and ${rules.transferHolds}
),
-- Where it was for part of a day counts for nothing: there and back on one day is no move.
home_move as (
  select * from (
    select *, lag(account_id) over (partition by id order by v) as before
    from (select distinct on (id, from_on) * from home_change order by id, from_on, v desc) last_of_day
  ) c where before is distinct from account_id
),
home as materialized (
  select id, account_id, from_on, lead(from_on, 1, 'infinity') over (partition by id order by v) as until_on from home_move
)`

/** One row per round with its two deadlines. */
const deadlines = (rules: Rules) => `
deadline_event as materialized (
  select *, max(v) filter (where sets) over (partition by id, n) as set_at,
    max(day) filter (where type = 'extension_requested') over (partition by id, n order by v) as asked_on
  from (
    select id, n, v, type, day, due_on, type = 'extension_decided' and yes as granted, also as above,
      type in ('registered', 'reopened', 'ordered') or type = 'rejected' and due_on is not null as sets, found_on
    from hazard_event
    where type in ('registered', 'reopened', 'ordered', 'rejected', 'long_deadline_approved', 'extension_requested', 'extension_decided')
  ) d
),
first_deadline as materialized (
  select *, ${rules.firstScored} as first_scored_on from (
    select id, n, coalesce(max(found_on), max(day) filter (where type = 'reopened')) as started_on,
      (array_agg(due_on order by v desc) filter (where type in ('registered', 'reopened', 'ordered')))[1] as first_due_on,
      bool_or(type = 'long_deadline_approved') as long_approved,
      greatest(max(due_on) filter (where v = set_at), max(due_on) filter (where granted and v > set_at)) as due_on
    from deadline_event group by id, n
  ) d
),
extension as (
  select id, n, (array_agg(due_on order by v))[1] as due_on from (
    select e.id, e.n, e.v, e.due_on from deadline_event e join first_deadline d on d.id = e.id and d.n = e.n
    where e.type = 'extension_decided' and e.granted and ${rules.extensionMoves}
  ) x group by id, n
)`

/** One row per round: what was submitted and how it was decided. A submission is decided by the next re-inspection. */
const submissions = (rules: Rules) => `
submission as materialized (
  select *, case when type = 'submitted' and next <> 'submitted' then next end as decision, type = 'submitted' and next is distinct from 'submitted' as last_before
  from (
    select id, n, v, type, day, late, type = 'submitted' and coalesce(yes, false) as on_the_spot,
      lead(type) over (partition by id, n order by v) as next
    from hazard_event where type in ('submitted', 'accepted', 'rejected')
  ) s
),
outcome as materialized (
  select id, n, min(day) filter (where type = 'submitted') as first_submitted_on,
    max(day) filter (where decision = 'accepted') as submitted_on,
    coalesce(bool_or(late) filter (where decision = 'accepted'), false) as submitted_late,
    coalesce(bool_or(on_the_spot) filter (where decision = 'accepted'), false) as on_the_spot,
    max(day) filter (where last_before and ${rules.stillUndecided}) as undecided_on,
    coalesce(bool_or(late) filter (where last_before and ${rules.stillUndecided}), false) as undecided_late,
    max(day) filter (where type = 'accepted') as accepted_on,
    min(day) filter (where type in ('accepted', 'rejected') and not late) as reinspected_on
  from submission group by id, n
)`

const rounds = (rules: Rules) => `
dated_round as (
  select d.id, d.n, d.due_on, greatest(d.first_scored_on, x.due_on) as scored_due_on,
    o.first_submitted_on, o.submitted_on, o.submitted_late, o.undecided_on, o.undecided_late, o.accepted_on, o.reinspected_on,
    f.found_on, f.major, f.rounds, f.major or ${rules.scoredSource} and not coalesce(o.on_the_spot, false) as scored
  from counted f join first_deadline d on d.id = f.id
  left join extension x on x.id = d.id and x.n = d.n
  left join outcome o on o.id = d.id and o.n = d.n
),
judged_round as materialized (
  select *, coalesce(${rules.inTime} and not submitted_late, false) as on_time,
    case when ${rules.pending} and undecided_on + 11 > scored_due_on + 1 then undecided_on + 11 end as pending_until,
    ${rules.reinspectionLimit} as limit_on,
    -- Accepted without any submission: the acceptance ends what is overdue.
    coalesce(submitted_on, accepted_on) as rectified_on
  from dated_round
),
listing as (
  select * from (
    select e.id, e.type, e.day, e.due_on,
      coalesce(case when lead(e.type) over w = 'delisted' then lead(e.day) over w end, 'infinity') as ended_on
    from hazard_event e join counted f on f.id = e.id where e.type in ('listed', 'delisted') window w as (partition by e.id order by e.v)
  ) l where type = 'listed'
),
span(id, from_on, until_on, begun, ended, major) as (
  select id, ${rules.overdueFrom}, coalesce(${rules.overdueUntil}, 'infinity'), 'became_overdue', 'overdue_cleared', major
  from judged_round where coalesce(rectified_on, undecided_on, 'infinity') > due_on
  union all
  select id, day, ended_on, 'listings', 'listings_ended', false from listing
  union all
  select id, due_on + 1, ended_on, 'listings_overdue', 'listings_overdue_cleared', false from listing where ended_on > due_on
)`

/** What lies at the region where the hazard counts on the figure's own day. */
const placedByDay = `
hazard_amount(id, metric, counts_on, effective_on, amount) as (
  select id, 'voided', found_on, greatest(found_on, voided_on), 1 from hazard_fact where voided_on is not null and not shown_only
  union all
  select id, case when major then 'hazards_found_major' else 'hazards_found_general' end, found_on, found_on, 1 from counted
  union all
  select id, 'accepted_of_found', found_on, greatest(found_on, accepted_on), 1 from judged_round where n = rounds and accepted_on is not null
  union all
  select r.id, m.metric, m.counts_on, m.effective_on, m.amount
  from judged_round r cross join lateral (select greatest(scored_due_on + 1, pending_until) as due_from) d cross join lateral (values
    (case when major then 'due_major' else 'due_general' end, scored_due_on, due_from, 1, true),
    ('due_general_scored', scored_due_on, due_from, 1, not major and scored),
    ('due_pending', scored_due_on, scored_due_on + 1, 1, pending_until is not null),
    ('due_pending', scored_due_on, pending_until, -1, pending_until is not null),
    (case when major then 'rectified_on_time_major' else 'rectified_on_time_general' end, scored_due_on, due_from, 1, on_time),
    ('rectified_on_time_general_scored', scored_due_on, due_from, 1, on_time and not major and scored),
    ('reinspection_due', limit_on, limit_on + 1, 1, true),
    ('reinspection_due_scored', limit_on, limit_on + 1, 1, scored),
    ('reinspected_in_time', limit_on, limit_on + 1, 1, reinspected_on <= limit_on),
    ('reinspected_in_time_scored', limit_on, limit_on + 1, 1, reinspected_on <= limit_on and scored)
  ) m(metric, counts_on, effective_on, amount, holds) where m.holds
  union all
  select e.id, m.metric, e.day, e.day, 1 from hazard_event e join counted f on f.id = e.id
  cross join lateral (values ('revisited', true), ('recurred', e.also)) m(metric, holds)
  where e.type = 'revisited' and e.yes and m.holds
)`

/**
 * Spans of time, cut where the hazard moved: each piece begins and ends at one region. What is overdue is cleared there and
 * begun here; a listing is the same one, so the count of listings itself moves.
 */
const pieces = `
piece as (
  select s.id, h.account_id, s.from_on as since, greatest(s.from_on, h.from_on) as from_on, least(s.until_on, h.until_on) as until_on, begun, ended, major,
    h.until_on < s.until_on and begun <> 'became_overdue' as carried
  from span s join home h on h.id = s.id
  where greatest(s.from_on, h.from_on) < least(s.until_on, h.until_on)
    or s.from_on = s.until_on and s.from_on >= h.from_on and s.from_on < h.until_on
),
boundary(id, account_id, metric, day, amount) as (
  select id, account_id, m.metric, m.day, m.amount from piece cross join lateral (values
    (begun, from_on, 1, true), (case when carried then begun else ended end, until_on, case when carried then -1 else 1 end, true),
    (begun || '_major', from_on, 1, major), (ended || '_major', until_on, 1, major)
  ) m(metric, day, amount, holds) where m.holds and m.day < 'infinity'
  union all
  select id, account_id, 'overdue_day_weight', from_on, from_on - date '1970-01-01' from piece where begun = 'became_overdue'
  union all
  select id, account_id, 'overdue_day_weight', until_on, date '1970-01-01' - until_on from piece where begun = 'became_overdue' and until_on < 'infinity'
)`

/** CTEs that end in `hazard_contribution(account_id, sector_id, counts_on, effective_on, metric, amount)`. */
export const hazardsText = (rules: Rules): string => `${[events(rules), facts(rules), deadlines(rules), submissions(rules), rounds(rules), placedByDay, pieces].join(',')},
hazard_contribution as (
  select h.account_id, f.sector_id, a.counts_on, a.effective_on, a.metric, a.amount
  from hazard_amount a join hazard_fact f on f.id = a.id join home h on h.id = a.id and a.counts_on >= h.from_on and a.counts_on < h.until_on
  union all
  select s.account_id, f.sector_id, s.day, s.day, s.metric, s.amount from boundary s join hazard_fact f on f.id = s.id
  union all
  select p.account_id, f.sector_id, p.since, m.effective_on, m.metric, m.amount from piece p join hazard_fact f on f.id = p.id cross join lateral (values
    ('overdue_since', from_on, 1, true), ('overdue_since', until_on, -1, true), ('overdue_since_major', from_on, 1, p.major), ('overdue_since_major', until_on, -1, p.major)
  ) m(metric, effective_on, amount, holds) where p.begun = 'became_overdue' and m.holds and m.effective_on < 'infinity'
)`
