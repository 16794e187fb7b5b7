import type { Errors } from '../../lib/form.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { DateField } from '../../ui/DateField.tsx'
import { Field } from '../../ui/Form.tsx'
import type { Finding } from './record.ts'
import { words } from './words.ts'

interface Props {
  /** In front of the names of its fields in the form's errors: `findings.0.`, or '' where the form is of one hazard. */
  readonly prefix: string
  readonly finding: Finding
  readonly errors: Errors
  readonly change: (changes: Partial<Finding>) => void
}

/** One of the hazards that a visit found. */
export function FindingSet({ n, remove, ...props }: Omit<Props, 'prefix'> & { readonly n: number; readonly remove: () => void }) {
  const w = useWords(words)
  return (
    <fieldset className="finding">
      <legend>
        {w.form.finding(n + 1)}
        <button type="button" className="link-button" onClick={remove}>{w.form.remove}</button>
      </legend>
      <FindingFields {...props} prefix={`findings.${n}.`} />
    </fieldset>
  )
}

/** What is wrong, how grave it is, by when, and what was done about it at once. */
export function FindingFields({ prefix, finding, errors, change }: Props) {
  const w = useWords(words)
  const c = useCommon()
  const major = finding.level === 'MAJOR'
  return (
    <>
      <Field name={`${prefix}description`} label={w.form.description} errors={errors} wide>
        {(control) => <textarea {...control} value={finding.description} onChange={(event) => change({ description: event.target.value })} />}
      </Field>
      <Field name={`${prefix}level`} label={w.form.level} errors={errors}>
        {(control) => (
          <select {...control} value={finding.level} onChange={(event) => change({ level: event.target.value === 'MAJOR' ? 'MAJOR' : 'GENERAL' })}>
            <option value="GENERAL">{c.hazardLevel.GENERAL}</option>
            <option value="MAJOR">{c.hazardLevel.MAJOR}</option>
          </select>
        )}
      </Field>
      <Field name={`${prefix}dueOn`} label={w.form.dueOn} errors={errors} optional={!major} hint={major ? w.form.dueMajor : w.form.dueHint}>
        {(control) => <DateField {...control} value={finding.dueOn} set={(dueOn) => change({ dueOn })} />}
      </Field>
      {!major && (
        <div className="boxes">
          <label>
            <input type="checkbox" checked={finding.onTheSpot} onChange={(event) => change({ onTheSpot: event.target.checked })} />
            {w.form.onTheSpot}
          </label>
        </div>
      )}
      {!major && finding.onTheSpot && (
        <Field name={`${prefix}onTheSpotMeasures`} label={w.form.measures} errors={errors} wide>
          {(control) => <textarea {...control} value={finding.measures} onChange={(event) => change({ measures: event.target.value })} />}
        </Field>
      )}
    </>
  )
}
