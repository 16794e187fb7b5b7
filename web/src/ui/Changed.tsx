import { useState, type ReactNode } from 'react'
import { useCommon } from '../lib/words/index.ts'

/**
 * A figure that bears a quiet mark once it has changed in place. Give it a key of what it is the figure of (region, period):
 * another region's figure is no change.
 */
export function Changed({ value, children }: { value: string | number | null; children: ReactNode }) {
  const w = useCommon()
  const [seen, setSeen] = useState(value)
  const [changed, setChanged] = useState(false)
  if (value !== seen) {
    setSeen(value)
    setChanged(true)
  }
  return changed ? <span className="changed" title={w.justChanged}>{children}</span> : children
}
