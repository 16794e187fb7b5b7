import type { Problem, Row } from './queries.ts'

/** One question, of however many rows ask it. */
export interface Question {
  readonly key: string
  readonly field: string
  /** What the answer is given for; `*` for every row that asks this kind of question. */
  readonly value: string
  readonly code: string
  readonly message: string
  readonly right: string | null
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly rows: readonly { readonly sheet: string; readonly row: number; readonly value: string }[]
}

export interface Answer {
  readonly field: string
  readonly value: string
  readonly answer: string
  readonly sheet?: string
  readonly row?: number
}

/** A firm that resembles none: the only answer is that it is new. */
const isSimplyNew = (problem: Problem) => problem.field === 'firm' && problem.choices?.length === 1 && problem.choices[0]!.value === 'new'
const choicesKey = (problem: Problem) => JSON.stringify(problem.choices)

/**
 * The questions that rows ask, the same ones put together: a cell's by what it says, of the firms that resemble none all,
 * of the cells that number several hazards all. In the order in which the ledger asks.
 */
export function questionsOf(rows: readonly Row[]): Question[] {
  const found = new Map<string, Question>()
  for (const row of rows) {
    for (const problem of row.problems) {
      if (problem.kind !== 'ASK' || !problem.field) continue
      const every = problem.field === 'split' || isSimplyNew(problem)
      const key = JSON.stringify([problem.field, every ? '*' : problem.value, every ? '' : choicesKey(problem)])
      const before = found.get(key)
      const at = { sheet: row.sheet, row: row.row, value: problem.value }
      found.set(
        key,
        before
          ? { ...before, rows: [...before.rows, at] }
          : { key, field: problem.field, value: every ? '*' : problem.value, code: problem.code, message: problem.message, right: problem.right, choices: problem.choices ?? [], rows: [at] },
      )
    }
  }
  return [...found.values()]
}

export const rowKey = (question: Question, at: { sheet: string; row: number }): string => JSON.stringify([question.key, at.sheet, at.row])

/** What is sent of what was chosen: per question, or per row of those that were taken apart. */
export function answersOf(questions: readonly Question[], chosen: ReadonlyMap<string, string>, apart: ReadonlySet<string>): Answer[] {
  return questions.flatMap((question): Answer[] => {
    if (!apart.has(question.key)) {
      const answer = chosen.get(question.key)
      return answer ? [{ field: question.field, value: question.value, answer }] : []
    }
    return question.rows.flatMap((at) => {
      const answer = chosen.get(rowKey(question, at))
      return answer ? [{ field: question.field, value: at.value, answer, sheet: at.sheet, row: at.row }] : []
    })
  })
}
