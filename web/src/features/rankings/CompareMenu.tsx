import { useHere } from '../../app/session.ts'
import { useLanguage } from '../../lib/language.ts'
import { periodWords } from '../../lib/periods.ts'
import { useQueryState } from '../../lib/url.ts'
import { useWords } from '../../lib/words/index.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { earlierOf, type Against } from './compare.ts'
import { words } from './words.ts'

const CHOICES: readonly (Against | null)[] = ['previous', 'lastYear', null]

/** What the ranking is held against; it stands in the address. */
export function CompareMenu({ against }: { against: Against | null }) {
  const w = useWords(words)
  const language = useLanguage()
  const { period } = useHere()
  const [, change] = useQueryState()
  return (
    <Popover className="button" align="end" name={against ? `${w.compare}: ${w.against[against]}` : w.compare} label={<>{against ? w.against[against] : w.compare}<Icon name="down" size={16} /></>}>
      {({ close }) => (
        <ul className="menu">
          {CHOICES.map((one) => (
            <li key={one}>
              <button
                type="button" aria-current={one === against ? 'true' : undefined}
                onClick={() => {
                  close()
                  change({ compare: one })
                }}
              >
                {one ? w.against[one] : w.compareNone}
                {one && <span className="quiet">{periodWords(earlierOf(period, one).text, language)}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  )
}
