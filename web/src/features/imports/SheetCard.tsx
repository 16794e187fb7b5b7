import { useState } from 'react'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useFormWords } from '../../lib/words/forms.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { FailedNote } from './FailedNote.tsx'
import { changesOf, correctionOf, periodShown, SOURCES, takenTwice } from './mapping.ts'
import { mapImport } from './mutations.ts'
import type { Sheet } from './queries.ts'
import { useImportMutation } from './useImportMutation.ts'
import { words } from './words.ts'

interface Props {
  readonly id: string
  readonly sheet: Sheet
  readonly layouts: readonly { id: string; name: string }[]
  readonly done: () => void
}

/** How one sheet was read, and the way to correct it by hand. */
export function SheetCard({ id, sheet, layouts, done }: Props) {
  const w = useWords(words)
  const c = useCommon()
  const f = useFormWords()
  const { list, comma } = usePunctuation()
  const [correction, setCorrection] = useState(() => correctionOf(sheet))
  const { run, busy, failed } = useImportMutation(mapImport)
  const twice = takenTwice(correction.fields)
  const changes = changesOf(sheet, correction)
  const change = (part: Partial<typeof correction>) => setCorrection({ ...correction, ...part })
  const hasHazards = sheet.layout === 'HAZARDS' || sheet.layout === 'SUPERVISION'
  const apply = async () => {
    if (changes && (await run({ import: id, sheets: [changes] }))) done()
  }
  if (sheet.hidden && sheet.columns.length === 0) return <li className="sheet quiet">{w.sheet(sheet.name)} · {w.hiddenSheet}</li>
  const name = (what: string) => `${what}${comma}${w.sheet(sheet.name)}`
  return (
    <li className="sheet">
      <div className="sheet-head">
        <h3>{sheet.name}</h3>
        <span className="quiet">{w.columnsMatched(sheet.columns.length, sheet.headers.length)}</span>
        {sheet.periodText && <span className="quiet">{w.period} {periodShown(sheet.periodText)}</span>}
        {sheet.reportingUnit && <span className="quiet">{w.unit} {sheet.reportingUnit}</span>}
      </div>
      {sheet.missing.length > 0 && <p className="wrong">{w.missing(sheet.missing.join(list))}</p>}
      {sheet.unmatched.length > 0 && <p className="quiet">{w.unmatched(sheet.unmatched.join(list))}</p>}
      {sheet.notWritten.length > 0 && <p className="quiet">{w.notWritten(sheet.notWritten.map((label) => label.split(' / ').at(-1)).join(list))}</p>}
      <div className="sheet-fields">
        <label>
          {w.layout}
          <select className="select" value={correction.layout} disabled={busy} onChange={(event) => change({ layout: event.target.value })} aria-label={name(w.layout)}>
            {correction.layout === '' && <option value="">{w.layoutUnknown}</option>}
            {layouts.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </select>
        </label>
        <label>
          {w.headerRow}
          <input type="number" min={1} max={40} value={correction.headerRow} disabled={busy} onChange={(event) => change({ headerRow: event.target.value })} aria-label={name(w.headerRow)} />
        </label>
        {hasHazards && (
          <label title={sheet.sourceBecause ? w.sourceWhy(sheet.sourceBecause) : undefined}>
            {w.source}
            <select className="select" value={correction.source} disabled={busy} onChange={(event) => change({ source: event.target.value })} aria-label={name(w.source)}>
              {correction.source === '' && <option value="">{w.sourceNone}</option>}
              {SOURCES.map((one) => <option key={one} value={one}>{c.hazardSource[one]}</option>)}
            </select>
          </label>
        )}
        <label className="check">
          <input type="checkbox" checked={correction.skip} disabled={busy} onChange={(event) => change({ skip: event.target.checked })} aria-label={name(w.skip)} />
          {w.skip}
        </label>
      </div>
      {hasHazards && sheet.sourceBecause && <p className="quiet">{w.sourceWhy(sheet.sourceBecause)}</p>}
      {sheet.headers.length > 0 && (
        <details>
          <summary>{w.fixColumns}</summary>
          <div className="table-frame">
            <table className="table columns">
              <caption className="unseen">{name(w.fixColumns)}</caption>
              <thead><tr><th scope="col" className="fit">{w.column}</th><th scope="col">{w.header}</th><th scope="col" className="p2">{w.sample}</th><th scope="col">{w.field}</th></tr></thead>
              <tbody>
                {sheet.headers.map((header) => {
                  const field = correction.fields[header.index] ?? ''
                  return (
                    <tr key={header.index}>
                      <td className="fit">{header.letter}</td>
                      <td>{header.header}</td>
                      <td className="p2 quiet"><span className="line" title={header.sample ?? ''}>{header.sample}</span></td>
                      <td>
                        <select className="select" value={field} disabled={busy} aria-invalid={twice.includes(field)} aria-label={`${w.field}${comma}${header.letter} ${header.header}`} onChange={(event) => change({ fields: { ...correction.fields, [header.index]: event.target.value } })}>
                          <option value="">{w.notRead}</option>
                          {sheet.fields.map((one) => <option key={one.field} value={one.field}>{one.label}{one.required && ` *`}</option>)}
                        </select>
                        {field !== '' && twice.includes(field) && <span className="wrong">{w.fieldTwice}</span>}
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </div>
        </details>
      )}
      <FailedNote failed={failed} />
      {changes && <button type="button" className="button primary" disabled={busy || twice.length > 0} onClick={() => void apply()}>{busy ? f.saving : w.apply}</button>}
    </li>
  )
}
