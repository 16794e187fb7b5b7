import { useEffect, useRef, useState, type ReactNode } from 'react'
import { isNoDay } from '../lib/days.ts'
import { listOf, useQueryState } from '../lib/url.ts'
import { useCommon } from '../lib/words/index.ts'
import { DateField } from './DateField.tsx'
import { Icon } from './Icon.tsx'
import { Popover } from './Popover.tsx'

/** A changed filter begins at the first page. */
const FIRST_PAGE = { after: null, at: null }

/** Search over a list, kept in the address as `search` (or another name) once the typing pauses. */
export function SearchField({ label, param = 'search' }: { label: string; param?: string }) {
  const [query, change] = useQueryState()
  const written = query.get(param) ?? ''
  const [text, setText] = useState(written)
  const [seen, setSeen] = useState(written)
  // The address changed by other means than typing here: a chip taken out, Back.
  if (written !== seen) {
    setSeen(written)
    if (text.trim() !== written) setText(written)
  }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const type = (next: string) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => change({ [param]: next.trim(), ...FIRST_PAGE }), 250)
  }
  return <input className="search" type="search" aria-label={label} placeholder={label} value={text} onChange={(event) => type(event.target.value)} />
}

export interface Choice {
  readonly value: string
  readonly label: ReactNode
}

/** A button with a panel of boxes; what is ticked stands in the address as one parameter, parted by commas. */
export function ChoiceFilter({ param, label, choices }: { param: string; label: string; choices: readonly Choice[] }) {
  const [query, change] = useQueryState()
  const picked = listOf(query.get(param))
  const shown = picked.length > 0 ? `${label} · ${picked.length}` : label
  return (
    <Popover className="button" label={<>{shown}<Icon name="down" size={16} /></>} name={shown}>
      {() => (
        <div className="choices" role="group" aria-label={label}>
          {choices.map(({ value, label: word }) => (
            <label key={value}>
              <input
                type="checkbox"
                checked={picked.includes(value)}
                onChange={(event) => change({ [param]: event.target.checked ? [...picked, value] : picked.filter((one) => one !== value), ...FIRST_PAGE })}
              />
              {word}
            </label>
          ))}
        </div>
      )}
    </Popover>
  )
}

/** Two days, in the address as `<param>From` and `<param>To`. */
export function DateFilter({ param, label }: { param: string; label: string }) {
  const w = useCommon()
  const [query, change] = useQueryState()
  const [typed, setTyped] = useState<{ From?: string | undefined; To?: string | undefined }>({})
  // In the address once it is a day, or empty.
  const set = (end: 'From' | 'To', text: string) => {
    const wait = isNoDay(text)
    setTyped(wait ? { ...typed, [end]: text } : { ...typed, [end]: undefined })
    if (!wait) change({ [param + end]: text, ...FIRST_PAGE })
  }
  const field = (end: 'From' | 'To', word: string) => (
    <label>
      {word}
      <DateField value={typed[end] ?? query.get(param + end) ?? ''} set={(text) => set(end, text)} />
    </label>
  )
  return (
    <Popover className="button" label={<>{label}<Icon name="down" size={16} /></>} name={label}>
      {() => (
        <div className="dates" role="group" aria-label={label}>
          {field('From', w.from)}
          {field('To', w.to)}
        </div>
      )}
    </Popover>
  )
}

/** One filter in force, by which words it is shown and which parameter goes when it is taken out. */
export interface Chip {
  readonly param: string
  /** Where the parameter is a list: the one value that goes. */
  readonly value?: string
  readonly label: string
}

/** The filters in force; a click takes one out. */
export function Chips({ chips }: { chips: readonly Chip[] }) {
  const w = useCommon()
  const [query, change] = useQueryState()
  if (chips.length === 0) return null
  return (
    <ul className="chips" aria-label={w.filters}>
      {chips.map(({ param, value, label }) => (
        <li key={`${param} ${value ?? ''}`}>
          <button
            type="button"
            className="chip"
            aria-label={w.removeFilter(label)}
            onClick={() => change({ [param]: value === undefined ? null : listOf(query.get(param)).filter((one) => one !== value), ...FIRST_PAGE })}
          >
            {label}
            <Icon name="close" size={16} />
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button type="button" className="link-button" onClick={() => change({ ...Object.fromEntries(chips.map((chip) => [chip.param, null])), ...FIRST_PAGE })}>
            {w.clearFilters}
          </button>
        </li>
      )}
    </ul>
  )
}

/** The chips of a list parameter: `chipsOf('state', query, (value) => words.hazardState[value])`. */
export const chipsOf = (param: string, query: URLSearchParams, word: (value: string) => string | undefined): Chip[] =>
  listOf(query.get(param)).map((value) => ({ param, value, label: word(value) ?? value }))
