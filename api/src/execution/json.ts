import { randomUUID } from 'node:crypto'

/** Stands in the text for a list that was written before. */
const MARK = randomUUID()
/** What was written before of the answer that is being written. */
let before: Buffer[] | null = null

function writing(value: unknown, into: Buffer[] | null): string {
  const outer = before
  before = into
  try {
    return JSON.stringify(value)
  } finally {
    before = outer
  }
}

/** Has a list, which must not change from here on, written by `jsonOf` only once. */
export function writeOnce(list: readonly unknown[]): void {
  let json: Buffer | null = null
  const toJSON = () => {
    if (!before) return list
    before.push(json ??= Buffer.from(writing(list, null)))
    return MARK
  }
  Object.defineProperty(list, 'toJSON', { value: toJSON })
}

/** What `JSON.stringify` makes of an answer, in UTF-8. */
export function jsonOf(answer: object): Buffer {
  const lists: Buffer[] = []
  const text = writing(answer, lists)
  if (lists.length === 0) return Buffer.from(text)
  return Buffer.concat(text.split(`"${MARK}"`).flatMap((piece, i) => [Buffer.from(piece), ...lists.slice(i, i + 1)]))
}
