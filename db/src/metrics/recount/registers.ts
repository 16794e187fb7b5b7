import { WITHIN } from './parts.ts'
import { lastOf, RULES } from './rules.ts'

const said = (field: string) => lastOf(`p->>'${field}'`, `p ? '${field}'`, ' over w')

/**
 * Stocks of the register of subjects: what each event adds and takes away on its day, from the facts as they stand after
 * it and after the one before. CTEs that end in `subject_contribution`.
 */
export const subjectsText = `
subject_event as (
  select stream_id as id, version as v, type, ${RULES.day} as day, payload as p from event where stream = 'subject' and ${WITHIN}
),
subject_state as (
  select id, v, day, ${said('accountId')}::uuid as account_id, ${said('sectorId')}::uuid as sector_id,
    ${said('kind')} = 'ENTERPRISE' and ${said('status')} <> 'CLOSED' as stands,
    ${said('key')} = 'true' as key, ${said('supervisionModeSet')} = 'true' as mode_set, ${said('standardized')} = 'true' as standardized,
    ${said('assigned')}::jsonb @> '["PRIMARY","TERRITORIAL","SECTOR","COMPREHENSIVE","PARTY_AND_GOVERNMENT"]' as owned,
    ${said('hazardSources')}::int as hazard_sources, ${said('hazardSourcesOnline')}::int as hazard_sources_online,
    bool_or(type = 'withdrawn' or type = 'registered' and (p->>'shownOnly')::boolean) over (partition by id) as out
  from subject_event window w as (partition by id order by v)
),
subject_turn as (
  select account_id, sector_id, day, 1 as sign, stands, key, mode_set, standardized, owned, hazard_sources, hazard_sources_online from subject_state where not out
  union all
  select * from (
    select account_id, sector_id, lead(day) over (partition by id order by v) as day, -1, stands, key, mode_set, standardized, owned, hazard_sources, hazard_sources_online
    from subject_state where not out
  ) s where day is not null
),
subject_contribution as (
  select account_id, sector_id, day as counts_on, day as effective_on, m.metric, sign * m.amount as amount
  from subject_turn cross join lateral (values
    ('enterprises', 1), ('owned', owned::int), ('key_enterprises', key::int), ('key_enterprises_placed', (key and mode_set)::int),
    ('hazard_sources', hazard_sources), ('hazard_sources_online', hazard_sources_online), ('standardization_reached', standardized::int)
  ) m(metric, amount) where stands and m.amount <> 0
)`

const fact = (field: string) => lastOf(`payload->>'${field}'`, `payload ? '${field}'`).replaceAll('v::text', 'version::text')

/** CTEs that end in `inspection_contribution`. */
export const inspectionsText = `
inspection_fact as (
  select ${fact('accountId')}::uuid as account_id, ${fact('sectorId')}::uuid as sector_id, ${fact('finishedOn')}::date as finished_on,
    ${fact('reinspection')} = 'true' or ${fact('shownOnly')} = 'true' or bool_or(type = 'withdrawn') as out
  from event where stream = 'inspection' and ${WITHIN} group by stream_id
),
inspection_contribution as (
  select account_id, sector_id, finished_on as counts_on, finished_on as effective_on, 'inspections' as metric, 1 as amount from inspection_fact where not out
)`
