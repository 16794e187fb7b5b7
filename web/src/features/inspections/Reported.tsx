import { graphql, readFragment, type FragmentOf } from '../../gql/index.ts'
import { count } from '../../lib/format.ts'
import { usePunctuation } from '../../lib/punctuation.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { words } from './words.ts'

export const reportedFragment = graphql(`
  fragment InspectionReported on Inspection {
    details {
      category
      drawn
      violations
      general
      major
      listed
      rectified
      documents {
        name
        count
      }
      finesYuan
      finesPaidYuan
      note
    }
  }
`)

/** To the cent: 20,000 and 3,000.50. */
const exact = (amount: number): string => amount.toLocaleString('en-US', { minimumFractionDigits: Number.isInteger(amount) ? 0 : 2, maximumFractionDigits: 2 })

/** Whether its ledger counts hazards that nobody registered one by one. */
export function reportsHazards(inspection: FragmentOf<typeof reportedFragment>): boolean {
  const { details } = readFragment(reportedFragment, inspection)
  return (details?.general ?? 0) + (details?.major ?? 0) > 0
}

/** What its enforcement ledger reports beside the facts that figures come from; nothing where it reports nothing. */
export function Reported({ inspection }: { inspection: FragmentOf<typeof reportedFragment> }) {
  const w = useWords(words)
  const c = useCommon()
  const { list } = usePunctuation()
  const { details } = readFragment(reportedFragment, inspection)
  if (!details) return null
  const yuan = (amount: number | null) => (amount === null ? null : w.yuan(exact(amount)))
  const counts = (['violations', 'general', 'major', 'listed', 'rectified'] as const).flatMap((key) => (details[key] === null ? [] : [`${w.counted[key]} ${count(details[key])}`]))
  const reported = {
    category: details.category, drawn: details.drawn === null ? null : details.drawn ? c.yes : c.no, counts: counts.join(list), documents: details.documents.map((one) => `${one.name} ${count(one.count)}`).join(list),
    fines: yuan(details.finesYuan), finesPaid: yuan(details.finesPaidYuan), note: details.note,
  }
  const keys = ['category', 'drawn', 'counts', 'documents', 'fines', 'finesPaid', 'note'] as const
  return (
    <section aria-labelledby="reported">
      <h2 id="reported">{w.reported} <span className="quiet">{w.reportedWhy}</span></h2>
      <dl className="dl">
        {keys.map((key) => reported[key] && <div key={key} style={{ display: 'contents' }}><dt>{w.reportedHead[key]}</dt><dd>{reported[key]}</dd></div>)}
      </dl>
    </section>
  )
}
