import { useQuery } from 'urql'
import { RegionFinder } from '../../app/RegionFinder.tsx'
import { regionQuery, useHere } from '../../app/session.ts'
import { useWords } from '../../lib/words/index.ts'
import { Popover } from '../../ui/Popover.tsx'
import { adminWords } from './admin-words.ts'

/** The region of a form, by its id; '' for none yet. */
export function RegionField({ label, id, choose }: { label: string; id: string; choose: (id: string) => void }) {
  const w = useWords(adminWords)
  const { region } = useHere()
  const [{ data }] = useQuery({ query: regionQuery, variables: { id }, pause: id === '', requestPolicy: 'cache-first' })
  const chosen = id === '' ? null : (data?.region ?? null)
  return (
    <Popover name={chosen ? `${label}: ${chosen.name}` : `${label}: ${w.chooseRegion}`} label={chosen?.name ?? w.chooseRegion} className="button">
      {({ close }) => <RegionFinder region={chosen ?? region} within choose={(one) => { choose(one.id); close() }} />}
    </Popover>
  )
}
