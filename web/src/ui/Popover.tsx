import { useEffect, useId, useRef, useState, type ReactNode } from 'react'

interface Props {
  /** What the button shows. */
  readonly label: ReactNode
  /** The accessible name, where the label is not enough. */
  readonly name?: string
  readonly className?: string
  readonly align?: 'start' | 'end'
  readonly children: (panel: { close: () => void }) => ReactNode
  /** What the panel is, for assistive technology. */
  readonly role?: 'dialog' | 'menu'
}

/** A button that opens a panel below it. Escape, a click elsewhere and leaving by Tab close it; the focus goes back to the button. */
export function Popover({ label, name, className = 'button quiet-button', align = 'start', children, role = 'dialog' }: Props) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const id = useId()
  const close = () => {
    setOpen(false)
    document.getElementById(`${id}-button`)?.focus()
  }
  useEffect(() => {
    if (!open) return
    const first = panel.current?.querySelector<HTMLElement>('[data-autofocus], input, button, a[href], [tabindex="0"]')
    first?.focus()
    const away = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  }, [open])
  return (
    <div
      className="popover"
      role="presentation"
      ref={root}
      onKeyDown={(event) => {
        if (open && event.key === 'Escape') {
          event.stopPropagation()
          close()
        }
      }}
      onBlur={(event) => {
        if (event.relatedTarget && !root.current?.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <button id={`${id}-button`} type="button" className={className} aria-expanded={open} aria-haspopup={role} {...(open ? { 'aria-controls': id } : {})} {...(name ? { 'aria-label': name, title: name } : {})} onClick={() => setOpen(!open)}>
        {label}
      </button>
      {open && (
        <div className={`panel panel-${align}`} id={id} ref={panel} role={role} {...(name ? { 'aria-label': name } : {})}>
          {children({ close })}
        </div>
      )}
    </div>
  )
}
