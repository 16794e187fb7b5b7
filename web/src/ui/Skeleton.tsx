import type { CSSProperties } from 'react'

const widths = [38, 62, 51, 70, 45, 58, 66, 41]

/** Lines in the place of a table's rows while they load. */
export function SkeletonRows({ rows = 8, label }: { rows?: number; label?: string }) {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, i) => (
        <i key={i} style={{ '--w': `${widths[i % widths.length]}%` } as CSSProperties} />
      ))}
    </div>
  )
}

/** A page that has not come yet: a title's line, a bar, rows. */
export function PageSkeleton({ label }: { label?: string }) {
  return (
    <div className="page" aria-busy="true">
      <div className="skeleton-title" />
      <SkeletonRows {...(label ? { label } : {})} />
    </div>
  )
}
