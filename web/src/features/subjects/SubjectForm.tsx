import { useQuery } from 'urql'
import type { ReactNode } from 'react'
import { RegionFinder } from '../../app/RegionFinder.tsx'
import { regionQuery, useHere, type Region } from '../../app/session.ts'
import type { Form } from '../../lib/form.ts'
import type { Failed } from '../../lib/outcome.ts'
import { useFormWords } from '../../lib/words/forms.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Field } from '../../ui/Form.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { useSectors } from '../hazards/sectors.ts'
import { LEVELS, type Values } from './form.ts'
import { GRADES, KINDS, RESPONSIBILITIES, STATUSES } from './responsibilities.ts'
import './subjects.css'
import { words } from './words.ts'

/** The place that the form names; null while there is none, or it is not known yet. */
export function usePlace(values: Values): Region | null {
  const [{ data }] = useQuery({ query: regionQuery, variables: { id: values.region }, pause: values.region === '', requestPolicy: 'cache-first' })
  return values.region === '' ? null : (data?.region ?? null)
}

interface Props {
  readonly form: Form<Values>
  readonly place: Region | null
  readonly send: (values: Values, keyOf: (input: object) => string) => Promise<Failed | null>
  /** The end of the form, and what a change asks besides. */
  readonly children: ReactNode
}

/** The facts of a subject, for its registration and for a change of it. */
export function SubjectForm({ form, place, send, children }: Props) {
  const w = useWords(words)
  const c = useCommon()
  const f = useFormWords()
  const { region } = useHere()
  const sectors = useSectors()
  const { values, change, errors } = form
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
  const assigned = values.assigned.split(',')
  return (
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
                  within
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
      {children}
    </form>
  )
}
