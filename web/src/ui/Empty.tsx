import type { ReactNode } from 'react'

/** Why there is nothing, and what to do. */
export function Empty({ title, children, action, heading = false }: { title: string; children?: ReactNode; action?: ReactNode; heading?: boolean }) {
  const Heading = heading ? 'h1' : 'h2'
  return (
    <section className="note">
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
      {action && <p>{action}</p>}
    </section>
  )
}
