import { useQueryState } from '../lib/url.ts'
import { count } from '../lib/format.ts'
import { useCommon } from '../lib/words/index.ts'

export const PAGE_SIZE = 50
/** Totals are exact up to here (contract), those of what is found by a text up to there. */
const CAP = 10_000
const CAP_FOUND = 1_000

/** The page of a list that the address names: its cursor, and how many rows lie before it. */
export function usePage(): { after: string | null; before: number } {
  const [query] = useQueryState()
  const at = Number(query.get('at') ?? 0)
  return { after: query.get('after'), before: Number.isInteger(at) && at > 0 ? at : 0 }
}

/** What is shown of how many, and the way to the next page. Every page has its address; Back leads to the one before. */
export function Paging({ shown, total, pageInfo }: { shown: number; total: number; pageInfo: { hasNextPage: boolean; endCursor: string | null } }) {
  const w = useCommon()
  const [query, change] = useQueryState()
  const { before } = usePage()
  const all = total >= (query.get('search')?.trim() ? CAP_FOUND : CAP) ? w.totalCapped(count(total)) : count(total)
  const turn = (changes: { after: string | null; at: string | null }) => {
    change(changes, { push: true })
    window.scrollTo(0, 0)
  }
  return (
    <div className="table-foot">
      <span role="status">{shown === 0 ? w.total(all) : w.shownOf(count(before + 1), count(before + shown), all)}</span>
      {(before > 0 || pageInfo.hasNextPage) && (
        <span className="end">
          {before > PAGE_SIZE && <button type="button" className="button" onClick={() => turn({ after: null, at: null })}>{w.firstPage}</button>}
          <button type="button" className="button" disabled={before === 0} onClick={() => (before <= PAGE_SIZE ? turn({ after: null, at: null }) : window.history.back())}>{w.previousPage}</button>
          <button type="button" className="button" disabled={!pageInfo.hasNextPage} onClick={() => turn({ after: pageInfo.endCursor, at: String(before + shown) })}>{w.nextPage}</button>
        </span>
      )}
    </div>
  )
}
