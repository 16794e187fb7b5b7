import { useEffect, useState } from 'react'

export type Said = 'saved' | 'registered'
interface Kept {
  readonly said?: Said
}

/** What the page of a subject is gone to with, once a form was sent: `go(page, { replace: true, state: saying('saved') })`. */
export const saying = (said: Said): Kept => ({ said })

/** What was just done to what the page shows; said once: opened again, or by Back, the page says nothing. */
export function useSaid(): Said | null {
  const [said] = useState(() => (window.history.state as Kept | null)?.said ?? null)
  useEffect(() => {
    if (said) window.history.replaceState({ ...(window.history.state as Kept | null), said: undefined }, '')
  }, [said])
  return said
}
