import { useWords } from '../../lib/words/index.ts'
import type { Counts, Import } from './queries.ts'
import { words } from './words.ts'

/** Where an import stands; one without anything to confirm or answer waits for nobody. */
export function StateTag({ state, counts }: { state: Import['state']; counts: Pick<Counts, 'new' | 'changed' | 'asked'> }) {
  const w = useWords(words)
  const idle = state === 'STAGED' && counts.new + counts.changed + counts.asked === 0
  return <span className={!idle && (state === 'STAGED' || state === 'IMPORTING') ? 'tag accent' : 'tag'}>{idle ? w.nothingNew : w.state[state]}</span>
}
