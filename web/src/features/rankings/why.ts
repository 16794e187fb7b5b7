import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { regionParam } from '../../app/session.ts'
import { withChanges } from '../../lib/url.ts'

/** How many entries of the history lie between this one and the page without the panel; none where the address was opened with it. */
interface Kept {
  readonly whyDepth?: number
  /** The entry before is the list of items that this one was picked from. */
  readonly whyPicked?: true
}

const kept = (): Kept => (window.history.state as Kept | null) ?? {}

export interface Why {
  /** The "why" of a cell: `3`, `g1`, `all`. From the table alone Back closes it. */
  open(region: { readonly id: string; readonly code: string | null }, item: string): void
  /** One of the items listed; Back leads to the list. */
  pick(why: string): void
  /** To the list that an item was picked from. */
  unpick(why: string): void
  close(): void
}

/** The panel beside the table, as the address and the history have it. */
export function useWhy(): Why {
  const [path, go] = useLocation()
  return useMemo(() => {
    const to = (why: string | null, replace: boolean, state: Kept) => {
      const text = withChanges(window.location.search, { why })
      go(text === '' ? path : `${path}?${text}`, { replace, state })
    }
    return {
      open: (region, item) => {
        const isOpen = new URLSearchParams(window.location.search).has('why')
        to(`${regionParam(region)}.${item}`, isOpen, isOpen ? kept() : { whyDepth: 1 })
      },
      pick: (why) => {
        const { whyDepth } = kept()
        to(why, false, { whyPicked: true, ...(whyDepth !== undefined && { whyDepth: whyDepth + 1 }) })
      },
      unpick: (why) => (kept().whyPicked ? window.history.back() : to(why, true, kept())),
      close: () => {
        const { whyDepth } = kept()
        if (whyDepth === undefined) to(null, true, {})
        else window.history.go(-whyDepth)
      },
    }
  }, [path, go])
}
