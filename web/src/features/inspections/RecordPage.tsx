// Opened by a grid worker or an inspector on site, on a phone: what did I see here? They submit, and see the hazards registered.
import { useMutation, useQuery } from 'urql'
import { Link, useLocation } from 'wouter'
import { useHere } from '../../app/session.ts'
import { graphql } from '../../gql/index.ts'
import { useForm } from '../../lib/form.ts'
import { useLanguage } from '../../lib/language.ts'
import { failureOf } from '../../lib/outcome.ts'
import { useAddress, useQueryState } from '../../lib/url.ts'
import { useFormWords } from '../../lib/words/forms.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Empty } from '../../ui/Empty.tsx'
import { DateField } from '../../ui/DateField.tsx'
import { Field, FormEnd } from '../../ui/Form.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { useTitle } from '../../ui/title.ts'
import { SubjectPicker } from '../subjects/SubjectPicker.tsx'
import { FindingSet } from './FindingFields.tsx'
import './inspections.css'
import { emptyFinding, emptyRecord, inputOf, problemsOf, type Values } from './record.ts'
import { words } from './words.ts'

const recordInspection = graphql(`
  mutation RecordInspection($input: RecordInspectionInput!) {
    recordInspection(input: $input) {
      __typename
      ... on RecordInspectionPayload {
        inspection {
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

const inspectedQuery = graphql(`
  query Inspected($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Subject {
        name
        recordableNatures
      }
    }
  }
`)

export default function RecordPage() {
  const w = useWords(words)
  const c = useCommon()
  const f = useFormWords()
  const language = useLanguage()
  const address = useAddress()
  const [, go] = useLocation()
  const [query] = useQueryState()
  const { viewer, office } = useHere()
  const [, record] = useMutation(recordInspection)
  useTitle(w.form.title)

  const named = query.get('subject') ?? ''
  const initial: Values = { ...emptyRecord(office.today, language === 'zh' ? viewer.title : viewer.titleEn), subjectId: named }
  const form = useForm<Values>({ draft: `${viewer.userName}.inspection${named ? `.${named}` : ''}`, initial, check: (values) => problemsOf(values, natureOf(values), office.today, w, f) })
  const { values, change, errors } = form
  const [{ data }] = useQuery({ query: inspectedQuery, variables: { id: values.subjectId }, pause: values.subjectId === '' })
  const subject = data?.node?.__typename === 'Subject' && data.node.id === values.subjectId ? data.node : null
  const natures = subject?.recordableNatures ?? []
  const natureOf = (filled: Values): string => natures.find((one) => one === filled.nature) ?? natures[0] ?? ''
  if (!viewer.viewerCanRecord) return <div className="page"><Empty heading title={w.form.forbidden}>{w.form.forbiddenBody}</Empty></div>

  const send = async (filled: Values, keyOf: (input: object) => string) => {
    const nature = natures.find((one) => one === natureOf(filled))
    if (!nature) return { kind: 'Forbidden', code: 'NATURE', message: w.form.notYours, path: null } as const
    const input = { ...inputOf(filled), subject: filled.subjectId, nature }
    const answer = await record({ input: { ...input, idempotencyKey: keyOf(input) } })
    const done = answer.data?.recordInspection
    const failure = failureOf(answer, done)
    if (!failure && done?.__typename === 'RecordInspectionPayload') go(address(`/inspections/${encodeURIComponent(done.inspection.id)}`), { replace: true })
    return failure
  }
  const { findings, inspectors } = values
  const picked = values.subjectId === '' ? null : { id: values.subjectId, name: values.subjectName || (subject?.name ?? '') }
  const spot = findings.filter((one) => one.onTheSpot && one.level === 'GENERAL').length
  return (
    <div className="page record">
      <div className="page-head"><h1>{w.form.title}</h1></div>
      <form className="form" {...form.props(send)}>
        <Field name="subject" label={w.form.subject} errors={errors} wide hint={<>{w.form.subjectHint} · <Link href={address('/subjects/new')}>{w.form.newSubject}</Link></>}>
          {(control) => <SubjectPicker key={picked?.id === named ? picked.name : 'typed'} {...control} picked={picked} pick={(one) => change({ subjectId: one?.id ?? '', subjectName: one?.name ?? '' })} />}
        </Field>
        {subject && natures.length === 0 && <p className="wrong wide" role="alert">{w.form.notYours}</p>}
        <Field name="nature" label={w.form.nature} errors={errors}>
          {(control) => (
            <select {...control} disabled={natures.length === 0} value={natureOf(values)} onChange={(event) => change({ nature: event.target.value })}>
              {natures.length === 0 && <option value="">{f.choose}</option>}
              {natures.map((one) => <option key={one} value={one}>{c.nature[one]}</option>)}
            </select>
          )}
        </Field>
        <Field name="startedOn" label={w.form.startedOn} errors={errors}>
          {(control) => <DateField {...control} max={office.today} value={values.startedOn} set={(startedOn) => change({ startedOn })} />}
        </Field>
        <div className="inspectors">
          {inspectors.map((one, i) => (
            <div className="form" key={i}>
              <Field name={`inspectors.${i}.post`} label={w.form.inspector(i + 1)} errors={errors} {...(i === 0 ? { hint: w.form.inspectorHint } : {})}>
                {(control) => <input {...control} type="text" value={one.post} onChange={(event) => change({ inspectors: inspectors.map((each, at) => (at === i ? { ...each, post: event.target.value } : each)) })} />}
              </Field>
              <Field name={`inspectors.${i}.name`} label={w.form.inspectorName} errors={errors} optional>
                {(control) => <input {...control} type="text" autoComplete="off" value={one.name} onChange={(event) => change({ inspectors: inspectors.map((each, at) => (at === i ? { ...each, name: event.target.value } : each)) })} />}
              </Field>
            </div>
          ))}
          <button type="button" className="link-button" onClick={() => change({ inspectors: [...inspectors, { post: '', name: '' }] })}>{w.form.addInspector}</button>
        </div>
        <Field name="process" label={w.form.process} errors={errors} hint={w.form.processHint} wide>
          {(control) => <textarea {...control} value={values.process} onChange={(event) => change({ process: event.target.value })} />}
        </Field>
        <div className="findings">
          <h2>{w.form.findings}</h2>
          {findings.length === 0 && <p className="quiet">{w.form.noFindings}</p>}
          {findings.map((one, i) => (
            <FindingSet
              key={i} n={i} finding={one} errors={errors}
              change={(changes) => change({ findings: findings.map((each, at) => (at === i ? { ...each, ...changes } : each)) })}
              remove={() => change({ findings: findings.filter((_, at) => at !== i) })}
            />
          ))}
          <button type="button" className="button" onClick={() => change({ findings: [...findings, emptyFinding] })}><Icon name="plus" />{findings.length === 0 ? w.form.add : w.form.addMore}</button>
        </div>
        <Field name="summary" label={w.form.summary} errors={errors} hint={findings.length === 0 ? w.form.summaryHint : w.form.summaryOptional} wide optional={findings.length > 0}>
          {(control) => <textarea {...control} value={values.summary} onChange={(event) => change({ summary: event.target.value })} />}
        </Field>
        <Field name="finishedOn" label={w.form.finishedOn} errors={errors} hint={w.form.finishedHint} optional>
          {(control) => <DateField {...control} max={office.today} value={values.finishedOn} set={(finishedOn) => change({ finishedOn })} />}
        </Field>
        <div className="form-field">
          <div className="boxes">
            <label title={w.reinspectionWhy}>
              <input type="checkbox" checked={values.reinspection} onChange={(event) => change({ reinspection: event.target.checked })} />
              {w.form.reinspection}
            </label>
          </div>
        </div>
        <FormEnd form={form} send={w.form.send} preview={w.form.preview(findings.length, spot)} />
      </form>
    </div>
  )
}
