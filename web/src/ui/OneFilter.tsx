import './form.css'
import { usePunctuation } from '../lib/punctuation.ts'
import { useQueryState } from '../lib/url.ts'
import { useCommon } from '../lib/words/index.ts'

/** A filter of which one value holds, in the address as one parameter. `depth` indents what lies below another. */
export function OneFilter({ param, label, choices }: { param: string; label: string; choices: readonly { readonly value: string; readonly label: string; readonly depth?: number }[] }) {
  const w = useCommon()
  const { colon } = usePunctuation()
  const [query, change] = useQueryState()
  const value = query.get(param) ?? ''
  const known = value === '' || choices.some((one) => one.value === value)
  return (
    <select className="button one-filter" aria-label={label} value={known ? value : ''} onChange={(event) => change({ [param]: event.target.value, after: null, at: null })}>
      <option value="">{`${label}${colon}${w.all}`}</option>
      {choices.map((one) => (
        <option key={one.value} value={one.value}>
          {'　'.repeat(one.depth ?? 0)}
          {one.label}
        </option>
      ))}
    </select>
  )
}
