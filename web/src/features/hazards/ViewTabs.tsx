import { knownOf, useQueryState } from '../../lib/url.ts'
import { STATES } from './filter.ts'

interface View {
  readonly label: string
  /** None: what the page shows by itself. */
  readonly states: readonly (typeof STATES)[number][]
}

/** The views of a list of hazards by their states, one of them in force. */
export function ViewTabs({ label, views }: { label: string; views: readonly View[] }) {
  const [query, change] = useQueryState()
  const chosen = knownOf(query.get('state'), STATES)
  // Several states that no one view has: the view of each is in force.
  const whole = views.some(({ states }) => states.join() === chosen.join())
  const inForce = (states: View['states']) => (whole ? states.join() === chosen.join() : states.length > 0 && states.every((state) => chosen.includes(state)))
  return (
    <div className="view-tabs no-print" role="group" aria-label={label}>
      {views.map(({ label: name, states }) => (
        <button key={name} type="button" aria-pressed={inForce(states)} onClick={() => change({ state: states.length > 0 ? states : null, after: null, at: null })}>
          {name}
        </button>
      ))}
    </div>
  )
}
