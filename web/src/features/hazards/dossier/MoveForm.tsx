import { useState } from 'react'
import { useClient, useMutation } from 'urql'
import { useHere } from '../../../app/session.ts'
import { graphql } from '../../../gql/index.ts'
import { useForm } from '../../../lib/form.ts'
import { failureOf } from '../../../lib/outcome.ts'
import { useFormWords } from '../../../lib/words/forms.ts'
import { useCommon, useWords } from '../../../lib/words/index.ts'
import { DateField } from '../../../ui/DateField.tsx'
import { Field, FormEnd } from '../../../ui/Form.tsx'
import { SubjectPicker } from '../../subjects/SubjectPicker.tsx'
import { useSectors } from '../sectors.ts'
import type { Hazard, MoveKind } from './queries.ts'
import { pickedText, problemsOf, specs, type FieldSpec, type Values } from './specs.ts'
import { words } from './words.ts'

const byNumber = graphql(`
  query HazardByNumber($search: String!) {
    hazards(filter: { search: $search }, first: 5) {
      nodes {
        id
        number
      }
    }
  }
`)

interface Props {
  readonly hazard: Hazard
  readonly kind: MoveKind
  readonly done: (kind: MoveKind) => void
  /** Somebody worked on it meanwhile: shows what changed. */
  readonly conflicted: () => void
  readonly cancel?: () => void
}

/** The form of one move. Its draft is kept per account, hazard and move, and given up once the move is made. */
export function MoveForm({ hazard, kind, done, conflicted, cancel }: Props) {
  const w = useWords(words)
  const c = useCommon()
  const f = useFormWords()
  const client = useClient()
  const { viewer, office } = useHere()
  const target = { hazard, today: office.today }
  const spec = specs[kind]
  // The version that was seen when the form opened; after a conflict, what changed is shown and the version follows it.
  const [seen] = useState(hazard.version)
  const [follows, setFollows] = useState(false)
  const request = spec.request({ ...spec.initial(target) }, target)
  const [, mutate] = useMutation(request.document)
  const form = useForm<Values>({ draft: `${viewer.userName}.move.${kind}.${hazard.id}`, initial: spec.initial(target), check: (values) => problemsOf(kind, values, target, w, f) })

  const send = async (values: Values, keyOf: (input: object) => string) => {
    let complete = values
    if (values['duplicateOf']) {
      const number = values['duplicateOf'].trim()
      const found = await client.query(byNumber, { search: number }).toPromise()
      const other = found.data?.hazards.nodes.find((one) => one.number === number && one.id !== hazard.id)
      if (!other) return { kind: 'ValidationError', code: 'NOT_FOUND', message: w.fields.unknownNumber, path: 'duplicateOf' } as const
      complete = { ...values, duplicateOf: other.id }
    }
    const input = { hazard: hazard.id, expectedVersion: follows ? hazard.version : seen, ...spec.request(complete, target).input }
    const answer = await mutate({ input: { ...input, idempotencyKey: keyOf(input) } })
    const failure = failureOf(answer, Object.values((answer.data as Record<string, object | null> | undefined) ?? {})[0])
    if (failure === null) done(kind)
    else if (failure.kind === 'Conflict') {
      setFollows(true)
      conflicted()
    }
    return failure
  }
  const field = (one: FieldSpec) => (
    <Field key={one.name} name={one.name} label={w.fields[one.label]} errors={form.errors} optional={!one.required && one.type !== 'box'} wide {...(one.hint ? { hint: one.hint(w) } : {})}>
      {(control) => <Control {...control} spec={one} value={form.values[one.name] ?? ''} set={(value) => form.change({ [one.name]: value })} />}
    </Field>
  )
  return (
    <form className="form move-form" aria-label={w.move[kind]} {...form.props(send)}>
      {spec.fields.map(field)}
      <FormEnd form={form} send={w.move[kind]} preview={spec.preview(form.values, target, w)}>
        {cancel && <button type="button" className="button" onClick={cancel}>{c.cancel}</button>}
      </FormEnd>
    </form>
  )
}

type ControlProps = { readonly id: string; readonly 'data-field': string; readonly 'aria-invalid': boolean; readonly 'aria-describedby'?: string; readonly spec: FieldSpec; readonly value: string; readonly set: (value: string) => void }

function Control({ spec, value, set, ...control }: ControlProps) {
  const w = useWords(words)
  const c = useCommon()
  const f = useFormWords()
  const sectors = useSectors()
  switch (spec.type) {
    case 'long':
      return <textarea {...control} value={value} onChange={(event) => set(event.target.value)} />
    case 'day':
      return <DateField {...control} value={value} set={set} />
    case 'number':
      return <input {...control} type="text" inputMode="numeric" value={value} onChange={(event) => set(event.target.value)} />
    case 'box':
      return <input {...control} type="checkbox" className="box" checked={value === 'true'} onChange={(event) => set(event.target.checked ? 'true' : '')} />
    case 'radio':
      return (
        <div {...control} className="boxes" role="radiogroup" aria-label={w.fields[spec.label]} tabIndex={-1}>
          {(['true', 'false'] as const).map((one, i) => (
            <label key={one}>
              <input type="radio" name={control.id} checked={value === one} onChange={() => set(one)} /> {spec.choices?.(w)[i] ?? [w.fields.grant, w.fields.refuse][i]}
            </label>
          ))}
        </div>
      )
    case 'choice':
      return (
        <select {...control} value={value} onChange={(event) => set(event.target.value)}>
          <option value="">{f.choose}</option>
          <option value="true">{spec.choices?.(w)[0] ?? w.fields.grant}</option>
          <option value="false">{spec.choices?.(w)[1] ?? w.fields.refuse}</option>
        </select>
      )
    case 'subject': {
      const [id = '', ...name] = value.split(' ')
      return <SubjectPicker {...control} picked={id === '' ? null : { id, name: name.join(' ') }} pick={(one) => set(one ? pickedText(one) : '')} />
    }
    case 'level':
      return (
        <select {...control} value={value} onChange={(event) => set(event.target.value)}>
          <option value="GENERAL">{c.hazardLevel.GENERAL}</option>
          <option value="MAJOR">{c.hazardLevel.MAJOR}</option>
        </select>
      )
    case 'sector':
      return (
        <select {...control} value={value} onChange={(event) => set(event.target.value)}>
          {value === '' && <option value="">{c.none}</option>}
          {sectors.map((one) => <option key={one.value} value={one.value}>{'　'.repeat(one.depth)}{one.label}</option>)}
        </select>
      )
    case 'text':
    case 'hazard':
      return <input {...control} type="text" value={value} onChange={(event) => set(event.target.value)} />
  }
}
