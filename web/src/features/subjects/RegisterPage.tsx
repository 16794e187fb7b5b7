// Opened by a town or a department that met an enterprise nobody has registered; once registered they go on to inspect it.
import { useMutation, useQuery } from 'urql'
import { useLocation } from 'wouter'
import { creditCodeProblem, normalizeCreditCode } from '@anwang/domain/subjects'
import { RegionFinder } from '../../app/RegionFinder.tsx'
import { regionQuery, useHere } from '../../app/session.ts'
import { graphql, type VariablesOf } from '../../gql/index.ts'
import { useForm, type Errors } from '../../lib/form.ts'
import { useLanguage, type Language } from '../../lib/language.ts'
import { failureOf } from '../../lib/outcome.ts'
import { useAddress } from '../../lib/url.ts'
import { useFormWords } from '../../lib/words/forms.ts'
import { useCommon, useWords, wordsIn } from '../../lib/words/index.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Field, FormEnd } from '../../ui/Form.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { useTitle } from '../../ui/title.ts'
import { useSectors } from '../hazards/sectors.ts'
import { GRADES, KINDS, RESPONSIBILITIES, STATUSES } from './responsibilities.ts'
import './subjects.css'
import { words } from './words.ts'

const registerSubject = graphql(`
  mutation RegisterSubject($input: RegisterSubjectInput!) {
    registerSubject(input: $input) {
      __typename
      ... on RegisterSubjectPayload {
        subject {
          id
        }
      }
      ... on UserError {
        code
        message
        path
      }
    }
  }
`)

type Input = VariablesOf<typeof registerSubject>['input']
const LEVELS = ['CITY', 'COUNTY', 'STREET', 'COMMUNITY'] as const

const initial = {
  kind: 'ENTERPRISE', name: '', creditCode: '', region: '', supervisedAt: '', sector: '', riskGrade: '', status: 'OPERATING', key: '',
  assigned: '', hazardSources: '0', hazardSourcesOnline: '0', standardized: '', supervisionModeSet: '', leader: '', phone: '',
}
type Values = typeof initial

/** What the form refuses by itself. */
export function problemsOf(values: Values, language: Language): Errors {
  const w = wordsIn(words, language)
  const required = language === 'zh' ? '请填写' : 'Required'
  const code = normalizeCreditCode(values.creditCode)
  const problem = code === '' ? null : creditCodeProblem(code)
  const whole = (text: string) => /^\d{1,4}$/.test(text.trim())
  return {
    ...(values.name.trim() === '' && { name: required }),
    ...(values.region === '' && { region: required }),
    ...(problem && { creditCode: problem.message[language] }),
    ...(!whole(values.hazardSources) && { hazardSources: w.form.badCount }),
    ...(!whole(values.hazardSourcesOnline)
      ? { hazardSourcesOnline: w.form.badCount }
      : Number(values.hazardSourcesOnline) > Number(values.hazardSources) && { hazardSourcesOnline: w.form.tooManyOnline }),
  }
}

const inputOf = (values: Values): Omit<Input, 'idempotencyKey'> => ({
  kind: KINDS.find((one) => one === values.kind) ?? 'ENTERPRISE',
  name: values.name.trim(),
  creditCode: normalizeCreditCode(values.creditCode) || null,
  region: values.region,
  supervisedAt: LEVELS.find((one) => one === values.supervisedAt) ?? null,
  sector: values.sector || null,
  riskGrade: GRADES.find((one) => one === values.riskGrade) ?? null,
  status: STATUSES.find((one) => one === values.status) ?? 'OPERATING',
  key: values.key === 'true',
  assigned: RESPONSIBILITIES.filter((one) => values.assigned.split(',').includes(one)),
  hazardSources: Number(values.hazardSources),
  hazardSourcesOnline: Number(values.hazardSourcesOnline),
  standardized: values.standardized === 'true',
  supervisionModeSet: values.supervisionModeSet === 'true',
  contacts: values.leader.trim() === '' && values.phone.trim() === '' ? [] : [{ role: 'PRINCIPAL', name: values.leader.trim() || null, phone: values.phone.trim() || null }],
})

export default function RegisterPage() {
  const w = useWords(words)
  const c = useCommon()
  const f = useFormWords()
  const language = useLanguage()
  const address = useAddress()
  const [, go] = useLocation()
  const { viewer, region } = useHere()
  const sectors = useSectors()
  const [, register] = useMutation(registerSubject)
  useTitle(w.form.title)
  const form = useForm<Values>({ draft: `${viewer.userName}.subject`, initial, check: (values) => problemsOf(values, language) })
  const { values, change, errors } = form
  const [chosen] = useQuery({ query: regionQuery, variables: { id: values.region }, pause: values.region === '', requestPolicy: 'cache-first' })
  const place = values.region === '' ? null : (chosen.data?.region ?? null)
  if (!viewer.viewerCanRecord) return <div className="page"><Empty heading title={w.form.forbidden}>{w.form.forbiddenBody}</Empty></div>

  const send = async (filled: Values, keyOf: (input: object) => string) => {
    const input = inputOf(filled)
    const answer = await register({ input: { ...input, idempotencyKey: keyOf(input) } })
    const done = answer.data?.registerSubject
    const failure = failureOf(answer, done)
    if (!failure && done?.__typename === 'RegisterSubjectPayload') go(address(`/subjects/${encodeURIComponent(done.subject.id)}`), { replace: true })
    return failure
  }
  const text = (name: keyof Values, label: string, more: { optional?: boolean; hint?: string; wide?: boolean; numeric?: boolean } = {}) => (
    <Field name={name} label={label} errors={errors} optional={more.optional ?? false} wide={more.wide ?? false} {...(more.hint ? { hint: more.hint } : {})}>
      {(control) => <input {...control} type="text" {...(more.numeric ? { inputMode: 'numeric' as const } : {})} value={values[name]} onChange={(event) => change({ [name]: event.target.value })} />}
    </Field>
  )
  const select = (name: keyof Values, label: string, choices: readonly { value: string; label: string }[], more: { optional?: boolean; hint?: string; empty?: string } = {}) => (
    <Field name={name} label={label} errors={errors} optional={more.optional ?? false} {...(more.hint ? { hint: more.hint } : {})}>
      {(control) => (
        <select {...control} value={values[name]} onChange={(event) => change({ [name]: event.target.value })}>
          {more.empty !== undefined && <option value="">{more.empty}</option>}
          {choices.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}
        </select>
      )}
    </Field>
  )
  const box = (name: keyof Values, label: string) => (
    <label key={name}>
      <input type="checkbox" checked={values[name] === 'true'} onChange={(event) => change({ [name]: event.target.checked ? 'true' : '' })} />
      {label}
    </label>
  )
  const levels = LEVELS.filter((_, i) => place === null || i < LEVELS.indexOf(place.level as (typeof LEVELS)[number]))
  const level = LEVELS.find((one) => one === values.supervisedAt) ?? place?.level
  const assigned = values.assigned.split(',')
  const preview = values.name.trim() !== '' && place && level ? w.form.preview(values.name.trim(), place.name, c.level[level]) : null
  return (
    <div className="page form-page">
      <div className="page-head"><h1>{w.form.title}</h1></div>
      <form className="form" {...form.props(send)}>
        {text('name', w.form.name, { wide: true })}
        {select('kind', w.kind, KINDS.map((value) => ({ value, label: c.subjectKind[value] })))}
        {text('creditCode', w.creditCode, { optional: true, hint: w.form.creditCodeHint })}
        <Field name="region" label={w.form.region} errors={errors} hint={w.form.regionHint}>
          {(control) => (
            <div {...control} role="group" tabIndex={-1}>
              <Popover name={place ? `${w.form.region}: ${place.name}` : w.form.chooseRegion} label={place?.name ?? w.form.chooseRegion} className="button">
                {({ close }) => (
                  <RegionFinder
                    region={place ?? region}
                    choose={(one) => {
                      change({ region: one.id, supervisedAt: '' })
                      close()
                    }}
                  />
                )}
              </Popover>
            </div>
          )}
        </Field>
        {select('supervisedAt', w.supervisedAt, levels.map((value) => ({ value, label: c.level[value] })), { hint: w.form.supervisedHint, empty: place ? c.level[place.level] : f.choose })}
        {select('sector', c.sector, sectors.map((one) => ({ value: one.value, label: '　'.repeat(one.depth) + one.label })), { optional: true, empty: f.choose })}
        {select('riskGrade', w.risk, GRADES.map((value) => ({ value, label: `${c.riskGrade[value]} · ${c.riskGradeLong[value]}` })), { optional: true, empty: w.form.noGrade })}
        {select('status', w.status, STATUSES.map((value) => ({ value, label: c.subjectStatus[value] })))}
        {text('hazardSources', w.hazardSources, { numeric: true })}
        {text('hazardSourcesOnline', w.form.online, { numeric: true })}
        <fieldset className="form-field wide">
          <legend>{w.form.assigned}</legend>
          <div className="boxes">
            {RESPONSIBILITIES.map((one) => (
              <label key={one}>
                <input type="checkbox" checked={assigned.includes(one)} onChange={(event) => change({ assigned: RESPONSIBILITIES.filter((each) => (each === one ? event.target.checked : assigned.includes(each))).join(',') })} />
                {w.responsibility[one]}
              </label>
            ))}
          </div>
        </fieldset>
        <fieldset className="form-field wide">
          <legend>{w.form.boxes}</legend>
          <div className="boxes">{box('key', w.form.key)}{box('standardized', w.form.standardized)}{box('supervisionModeSet', w.form.modeSet)}</div>
        </fieldset>
        {text('leader', w.form.leader, { optional: true, hint: w.form.leaderHint })}
        {text('phone', w.form.phone, { optional: true })}
        <FormEnd form={form} send={w.form.send} preview={preview} />
      </form>
    </div>
  )
}
