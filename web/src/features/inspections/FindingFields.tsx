import type { Errors } from '../../lib/form.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Field } from '../../ui/Form.tsx'
import type { Finding } from './record.ts'
import { words } from './words.ts'

interface Props {
  readonly n: number
  readonly finding: Finding
  readonly errors: Errors
  readonly change: (changes: Partial<Finding>) => void
  readonly remove: () => void
}

/** One hazard that the visit found. */
export function FindingFields({ n, finding, errors, change, remove }: Props) {
  const w = useWords(words)
  const c = useCommon()
  const major = finding.level === 'MAJOR'
  const name = (field: string) => `findings.${n}.${field}`
  return (
    <fieldset className="finding">
      <legend>
        {w.form.finding(n + 1)}
        <button type="button" className="link-button" onClick={remove}>{w.form.remove}</button>
      </legend>
      <Field name={name('description')} label={w.form.description} errors={errors} wide>
        {(control) => <textarea {...control} value={finding.description} onChange={(event) => change({ description: event.target.value })} />}
      </Field>
      <Field name={name('level')} label={w.form.level} errors={errors}>
        {(control) => (
          <select {...control} value={finding.level} onChange={(event) => change({ level: event.target.value === 'MAJOR' ? 'MAJOR' : 'GENERAL' })}>
            <option value="GENERAL">{c.hazardLevel.GENERAL}</option>
            <option value="MAJOR">{c.hazardLevel.MAJOR}</option>
          </select>
        )}
      </Field>
      <Field name={name('dueOn')} label={w.form.dueOn} errors={errors} optional={!major} hint={major ? w.form.dueMajor : w.form.dueHint}>
        {(control) => <input {...control} type="date" value={finding.dueOn} onChange={(event) => change({ dueOn: event.target.value })} />}
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
        <Field name={name('onTheSpotMeasures')} label={w.form.measures} errors={errors} wide>
          {(control) => <textarea {...control} value={finding.measures} onChange={(event) => change({ measures: event.target.value })} />}
        </Field>
      )}
    </fieldset>
  )
}
