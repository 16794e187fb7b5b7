import { useId } from 'react'
import { adminWords } from './admin-words.ts'
import { useWords } from '../../lib/words/index.ts'

interface Props {
  readonly sectors: readonly { readonly id: string; readonly name: string }[]
  readonly picked: readonly string[]
  readonly pick: (ids: readonly string[]) => void
  readonly wrong?: string | undefined
}

/** The sectors of a post, as boxes: none ticked is all of them. */
export function SectorsField({ sectors, picked, pick, wrong }: Props) {
  const w = useWords(adminWords)
  const id = useId()
  return (
    <fieldset className="form-field wide sectors-field" data-field="sectors" {...(wrong && { 'aria-describedby': id })}>
      <legend>{w.sectors}</legend>
      <p className="quiet hint">
        {picked.length === 0 ? w.sectorsAll : w.sectorsPicked(picked.length)}
        {picked.length > 0 && <> <button type="button" className="link-button" onClick={() => pick([])}>{w.sectorsClear}</button></>}
      </p>
      <div className="choices">
        {sectors.map((sector) => (
          <label key={sector.id}>
            <input type="checkbox" checked={picked.includes(sector.id)} onChange={(event) => pick(sectors.map((one) => one.id).filter((one) => (one === sector.id ? event.target.checked : picked.includes(one))))} />
            {sector.name}
          </label>
        ))}
      </div>
      {wrong && <span className="wrong" id={id}>{wrong}</span>}
    </fieldset>
  )
}
