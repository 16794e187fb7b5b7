import { useMemo, useState } from 'react'
import { useQuery } from 'urql'
import { useWords } from '../../lib/words/index.ts'
import { FailedNote } from './FailedNote.tsx'
import { mapImport } from './mutations.ts'
import { rowsQuery } from './queries.ts'
import { answersOf, questionsOf, rowKey, type Question } from './questions.ts'
import { useImportMutation } from './useImportMutation.ts'
import { words } from './words.ts'

const SHOWN = 20

/** What the ledger leaves open: the same questions asked once, answered by choices, sent together. */
export function Questions({ id, version, done }: { id: string; version: string; done: () => void }) {
  const w = useWords(words)
  const context = useMemo(() => ({ additionalTypenames: ['Import', version] }), [version])
  const [{ data }] = useQuery({ query: rowsQuery, variables: { id, outcome: ['ASKED'], first: 200 }, context, requestPolicy: 'cache-and-network' })
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map())
  const [apart, setApart] = useState<ReadonlySet<string>>(new Set())
  const { run, busy, failed } = useImportMutation(mapImport)
  const rows = data?.node?.__typename === 'Import' ? data.node.rows.nodes : []
  const questions = questionsOf(rows)
  const answers = answersOf(questions, chosen, apart)
  const choose = (key: string, value: string) => setChosen(new Map(chosen).set(key, value))
  if (questions.length === 0) return null
  const send = async () => {
    if (await run({ import: id, answers })) {
      setChosen(new Map())
      setApart(new Set())
      done()
    }
  }
  const choices = (key: string, question: Question, name: string, many = 1) => (
    <div className="question-choices" role="radiogroup" aria-label={name}>
      {question.choices.map((choice) => (
        <label key={choice.value}>
          <input type="radio" name={key} checked={chosen.get(key) === choice.value} onChange={() => choose(key, choice.value)} />
          {choice.value === 'new' && many > 1 ? w.registerAll(many) : choice.label}
        </label>
      ))}
      {question.choices.length === 0 && <input type="text" value={chosen.get(key) ?? ''} onChange={(event) => choose(key, event.target.value)} aria-label={name} />}
    </div>
  )
  return (
    <section aria-labelledby="questions">
      <h2 id="questions">{w.questions} <span className="quiet">{w.questionsHint}</span></h2>
      <ol className="questions">
        {questions.map((question) => {
          const isApart = apart.has(question.key)
          const many = question.rows.length > 1
          const every = question.value === '*'
          const names = [...new Set(question.rows.map((at) => at.value))]
          const title = every && names.length > 1 ? (question.field === 'split' ? w.splitAll : w.newFirms(names.length)) : question.message
          return (
            <li key={question.key}>
              <p><b>{title}</b> {!many && <span className="quiet">{w.rowAt(question.rows[0]!.sheet, question.rows[0]!.row)}</span>}</p>
              {question.choices.length === 0 && question.right && <p className="quiet">{question.right}</p>}
              {every && many && !isApart && <p className="quiet">{names.slice(0, SHOWN).join('；')}{names.length > SHOWN && ' …'}</p>}
              {every && question.field === 'firm' && <p className="quiet">{w.newFirmHint}</p>}
              {!isApart && choices(question.key, question, title, every && question.field === 'firm' ? names.length : 1)}
              {many && (
                <label className="apart">
                  <input
                    type="checkbox" checked={!isApart}
                    onChange={() => {
                      const next = new Set(apart)
                      if (!next.delete(question.key)) next.add(question.key)
                      setApart(next)
                    }}
                  />
                  {w.sameQuestion(question.rows.length)}
                </label>
              )}
              {isApart && (
                <ul className="apart-rows">
                  {question.rows.map((at) => (
                    <li key={`${at.sheet} ${at.row}`}>
                      <span className="quiet">{w.rowAt(at.sheet, at.row)}</span> {at.value}
                      {choices(rowKey(question, at), question, `${title} ${w.rowAt(at.sheet, at.row)}`)}
                    </li>
                  ))}
                </ul>
              )}
            </li>
          )
        })}
      </ol>
      <FailedNote failed={failed} />
      <p className="question-end">
        <button type="button" className="button primary" disabled={busy || answers.length === 0} onClick={() => void send()}>{busy ? w.applying : w.answer}</button>
        <span className="quiet" role="status">{w.answered(questions.filter((one) => chosen.has(one.key) || one.rows.some((at) => chosen.has(rowKey(one, at)))).length, questions.length)}</span>
      </p>
    </section>
  )
}
