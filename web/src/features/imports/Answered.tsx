import { useWords } from '../../lib/words/index.ts'
import { inWords } from './answered-words.ts'
import { FailedNote } from './FailedNote.tsx'
import { mapImport } from './mutations.ts'
import type { Answered as Answer, Import } from './queries.ts'
import { useImportMutation } from './useImportMutation.ts'
import { words } from './words.ts'

/** By which answers the rows are read, those of earlier ledgers too, and the way to take one back. */
export function Answered({ one, done }: { one: Pick<Import, 'id' | 'answers'>; done: () => void }) {
  const w = useWords(words)
  const { run, busy, failed } = useImportMutation(mapImport)
  if (one.answers.length === 0) return null
  const takeBack = async ({ field, value, sheet, row }: Answer) => {
    if (await run({ import: one.id, answers: [{ field, value, sheet, row, answer: '' }] })) done()
  }
  return (
    <details className="answered">
      <summary>{w.answeredSoFar(one.answers.length, one.answers.filter((answer) => answer.remembered).length)} · {w.change}</summary>
      <ul>
        {one.answers.map((answer) => {
          const said = inWords(answer, w)
          return (
            <li key={JSON.stringify([answer.field, answer.value, answer.sheet, answer.row])}>
              <span className="said">
                {said.question} → <b>{said.answer}</b>
                {answer.sheet && answer.row && <span className="quiet"> {w.onlyRow(w.rowAt(answer.sheet, answer.row))}</span>}
                {answer.remembered && <> <span className="tag">{w.asBefore}</span></>}
              </span>
              <button type="button" className="button" disabled={busy} onClick={() => void takeBack(answer)} aria-label={`${w.askAgain} ${said.question}`}>{w.askAgain}</button>
            </li>
          )
        })}
      </ul>
      <FailedNote failed={failed} />
    </details>
  )
}
