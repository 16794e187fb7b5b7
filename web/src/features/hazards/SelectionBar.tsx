import { useState, type ReactNode } from 'react'
import { useCommon } from '../../lib/words/index.ts'

/** The picked rows of a list; another filter begins with none, another page keeps them. */
export function useSelection(filter: object): readonly [ReadonlySet<string>, (picked: ReadonlySet<string>) => void] {
  const of = JSON.stringify(filter)
  const [kept, keep] = useState<{ of: string; picked: ReadonlySet<string> }>({ of, picked: new Set() })
  return [kept.of === of ? kept.picked : new Set(), (picked) => keep({ of, picked })]
}

/** What can be done with the picked rows; nothing while none is picked. */
export function SelectionBar({ picked, clear, children }: { picked: ReadonlySet<string>; clear: () => void; children: ReactNode }) {
  const c = useCommon()
  if (picked.size === 0) return null
  return (
    <div className="actions-bar no-print" role="region" aria-label={c.selected(picked.size)}>
      <b role="status">{c.selected(picked.size)}</b>
      {children}
      <button type="button" className="link-button" onClick={clear}>{c.clearSelection}</button>
    </div>
  )
}
