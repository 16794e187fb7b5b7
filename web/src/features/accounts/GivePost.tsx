import { isDay } from '@anwang/domain/time'
import { useMutation, useQuery } from 'urql'
import { regionQuery, useHere } from '../../app/session.ts'
import { useForm } from '../../lib/form.ts'
import { longDay } from '../../lib/format.ts'
import { useLanguage } from '../../lib/language.ts'
import { failureOf } from '../../lib/outcome.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useWords } from '../../lib/words/index.ts'
import { DateField } from '../../ui/DateField.tsx'
import { Field, FormEnd } from '../../ui/Form.tsx'
import { giveMutation, sectorsQuery, type Account } from './admin-queries.ts'
import { adminWords } from './admin-words.ts'
import { OFFICERS, SECTORED } from './posts.ts'
import { RegionField } from './RegionField.tsx'
import { roleWords } from './role-words.ts'
import { SectorsField } from './SectorsField.tsx'

/** In the order of an office. */
const ROLES = ['COMMITTEE_OFFICE', 'LEADER', 'DEPARTMENT', 'STREET_WORKER', 'ENTERPRISE', 'OVERSIGHT', 'SYSTEM_ADMINISTRATOR', 'SECURITY_ADMINISTRATOR', 'AUDITOR'] as const
type Role = (typeof ROLES)[number]

/** A post: role, region and what lies below, sectors, days. */
export function GivePost({ account, close }: { account: Account; close: (done: 'given' | 'proposed' | 'voided' | null, link?: string | null) => void }) {
  const w = useWords(adminWords)
  const r = useWords(roleWords)
  const language = useLanguage()
  const { list } = usePunctuation()
  const { office } = useHere()
  const [, mutate] = useMutation(giveMutation)
  const [{ data }] = useQuery({ query: sectorsQuery })
  const initial: { role: Role; region: string; creditCode: string; sectors: readonly string[]; from: string; until: string } = { role: 'COMMITTEE_OFFICE', region: account.home.id, creditCode: '', sectors: [], from: office.today, until: '' }
  const form = useForm({ draft: null, initial, check: (given) => ({ ...(given.role === 'ENTERPRISE' && given.creditCode.trim() === '' && { creditCode: w.required }) }) })
  const { values } = form
  const narrows = SECTORED.includes(values.role)
  const [{ data: place }] = useQuery({ query: regionQuery, variables: { id: values.region }, requestPolicy: 'cache-first' })
  const days = w.effectDays(longDay(values.from, language), isDay(values.until) ? longDay(values.until, language) : null)
  const chosen = narrows && values.sectors.length > 0 ? (data?.sectors ?? []).filter(({ id }) => values.sectors.includes(id)).map(({ name }) => name).join(list) : null
  const preview = place?.region && isDay(values.from) ? `${w.effects[values.role](place.region.name, chosen)}${days}` : undefined
  return (
    <form
      className="form" aria-label={w.give}
      {...form.props(async ({ role, region, creditCode, from, until, sectors }, keyOf) => {
        const ofFirm = role === 'ENTERPRISE'
        const input = { account: account.id, role, region: ofFirm ? null : region, creditCode: ofFirm ? creditCode : null, from, until: until || null, sectors: narrows ? [...sectors] : null }
        const answer = await mutate({ input: { ...input, idempotencyKey: keyOf(input) } })
        const outcome = answer.data?.outcome
        const failure = failureOf(answer, outcome)
        if (outcome?.__typename === 'GivePostPayload') close(outcome.proposed ? 'proposed' : account.invitedUntil !== null && outcome.account.invitedUntil === null ? 'voided' : 'given', outcome.invitation)
        return failure
      })}
    >
      <Field name="role" label={w.role} errors={form.errors} wide>
        {(control) => <select {...control} className="select" value={values.role} onChange={(event) => form.change({ role: event.target.value as Role })}>{ROLES.map((role) => <option key={role} value={role}>{r[role]}</option>)}</select>}
      </Field>
      {OFFICERS.includes(values.role) && <p className="quiet wide">{w.officerGive}</p>}
      {values.role === 'ENTERPRISE' && (
        <Field name="creditCode" label={w.creditCode} errors={form.errors} wide hint={w.creditCodeHint}>
          {(control) => <input {...control} type="text" autoComplete="off" value={values.creditCode} onChange={(event) => form.change({ creditCode: event.target.value })} />}
        </Field>
      )}
      {values.role !== 'ENTERPRISE' && <Field name="region" label={w.region} errors={form.errors} wide>{() => <RegionField label={w.region} id={values.region} choose={(region) => form.change({ region })} />}</Field>}
      {narrows && <SectorsField sectors={data?.sectors ?? []} picked={values.sectors} pick={(sectors) => form.change({ sectors })} wrong={form.errors['sectors']} />}
      <Field name="from" label={w.fromDay} errors={form.errors} wide>{(control) => <DateField {...control} value={values.from} set={(from) => form.change({ from })} />}</Field>
      <Field name="until" label={w.untilDay} errors={form.errors} wide>{(control) => <DateField {...control} value={values.until} set={(until) => form.change({ until })} />}</Field>
      <FormEnd form={form} send={w.giveNow} preview={preview}><button type="button" className="button" onClick={() => close(null)}>{w.cancel}</button></FormEnd>
    </form>
  )
}
