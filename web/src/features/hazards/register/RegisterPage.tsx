// Opened by a grid worker, a department or an enterprise that met a hazard outside of any inspection; registered, it is ordered to be rectified.
import { useMutation, useQuery } from 'urql'
import { Link, useLocation } from 'wouter'
import { useHere } from '../../../app/session.ts'
import { graphql } from '../../../gql/index.ts'
import { isNoDay } from '../../../lib/days.ts'
import { useForm, type Errors } from '../../../lib/form.ts'
import { failureOf } from '../../../lib/outcome.ts'
import { useAddress, useQueryState } from '../../../lib/url.ts'
import { useFormWords } from '../../../lib/words/forms.ts'
import { useCommon, useWords } from '../../../lib/words/index.ts'
import { DateField } from '../../../ui/DateField.tsx'
import { Empty } from '../../../ui/Empty.tsx'
import { Field, FormEnd } from '../../../ui/Form.tsx'
import { useTitle } from '../../../ui/title.ts'
import { FindingFields } from '../../inspections/FindingFields.tsx'
import { emptyFinding, findingInput, findingProblems } from '../../inspections/record.ts'
import { words as inspectionWords } from '../../inspections/words.ts'
import { SubjectPicker } from '../../subjects/SubjectPicker.tsx'
import '../../inspections/inspections.css'
import { useSectors } from '../sectors.ts'
import { words } from './words.ts'

const registerHazard = graphql(`
  mutation RegisterHazard($input: RegisterHazardInput!) {
    registerHazard(input: $input) {
      __typename
      ... on RegisterHazardPayload {
        hazard {
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

const registrableQuery = graphql(`
  query Registrable($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Subject {
        name
        registrableSources
      }
    }
  }
`)

export default function RegisterPage() {
  const w = useWords(words)
  const v = useWords(inspectionWords)
  const c = useCommon()
  const f = useFormWords()
  const address = useAddress()
  const [, go] = useLocation()
  const [query] = useQueryState()
  const { viewer, office } = useHere()
  const sectors = useSectors()
  const [, register] = useMutation(registerHazard)
  useTitle(w.title)
  const named = query.get('subject') ?? ''
  const initial = { ...emptyFinding, subjectId: named, subjectName: '', source: '', sector: '', foundOn: office.today }
  const check = (filled: typeof initial): Errors => ({
    ...(filled.subjectId === '' && { subject: f.required }),
    ...(filled.foundOn === '' ? { foundOn: f.required } : isNoDay(filled.foundOn) ? { foundOn: f.badDay } : filled.foundOn > office.today && { foundOn: w.future }),
    ...findingProblems(filled, v, f),
  })
  const form = useForm({ draft: `${viewer.userName}.hazard${named ? `.${named}` : ''}`, initial, check })
  const { values, change, errors } = form
  const [{ data }] = useQuery({ query: registrableQuery, variables: { id: values.subjectId }, pause: values.subjectId === '' })
  const subject = data?.node?.__typename === 'Subject' && data.node.id === values.subjectId ? data.node : null
  const sources = subject?.registrableSources ?? []
  const source = sources.find((one) => one === values.source) ?? sources[0]
  if (!viewer.viewerCanRecord) return <div className="page"><Empty heading title={w.forbidden}>{w.forbiddenBody}</Empty></div>

  const send = async (filled: typeof initial, keyOf: (input: object) => string) => {
    if (!source) return { kind: 'Forbidden', code: 'SOURCE', message: w.notYours, path: null } as const
    const input = { ...findingInput(filled), subject: filled.subjectId, source, foundOn: filled.foundOn, ...(filled.sector && { sector: filled.sector }) }
    const answer = await register({ input: { ...input, idempotencyKey: keyOf(input) } })
    const done = answer.data?.registerHazard
    const failure = failureOf(answer, done)
    if (!failure && done?.__typename === 'RegisterHazardPayload') go(address(`/hazards/${encodeURIComponent(done.hazard.id)}`), { replace: true })
    return failure
  }
  const picked = values.subjectId === '' ? null : { id: values.subjectId, name: values.subjectName || (subject?.name ?? '') }
  return (
    <div className="page record">
      <div className="page-head"><h1>{w.title}</h1></div>
      <p className="quiet">{w.why}</p>
      <form className="form" {...form.props(send)}>
        <Field name="subject" label={w.subject} errors={errors} wide hint={<>{w.subjectHint} · <Link href={address('/subjects/new')}>{w.newSubject}</Link></>}>
          {(control) => <SubjectPicker key={picked?.id === named ? picked.name : 'typed'} {...control} picked={picked} pick={(one) => change({ subjectId: one?.id ?? '', subjectName: one?.name ?? '' })} />}
        </Field>
        {subject && sources.length === 0 && <p className="wrong wide" role="alert">{w.notYours}</p>}
        <Field name="source" label={w.source} errors={errors}>
          {(control) => (
            <select {...control} disabled={sources.length === 0} value={source ?? ''} onChange={(event) => change({ source: event.target.value })}>
              {sources.length === 0 && <option value="">{f.choose}</option>}
              {sources.map((one) => <option key={one} value={one}>{c.hazardSource[one]}</option>)}
            </select>
          )}
        </Field>
        <Field name="foundOn" label={w.foundOn} errors={errors}>
          {(control) => <DateField {...control} max={office.today} value={values.foundOn} set={(foundOn) => change({ foundOn })} />}
        </Field>
        <FindingFields prefix="" finding={values} errors={errors} change={change} />
        <Field name="sector" label={w.sector} errors={errors} optional hint={w.sectorHint}>
          {(control) => (
            <select {...control} value={values.sector} onChange={(event) => change({ sector: event.target.value })}>
              <option value="">{f.choose}</option>
              {sectors.map((one) => <option key={one.value} value={one.value}>{'　'.repeat(one.depth)}{one.label}</option>)}
            </select>
          )}
        </Field>
        <FormEnd form={form} send={w.send} preview={subject && source ? w.preview(subject.name, c.hazardLevel[values.level], values.level === 'GENERAL' && values.onTheSpot) : null} />
      </form>
    </div>
  )
}
