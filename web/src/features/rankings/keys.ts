import { useEffect, useRef, type KeyboardEvent, type FocusEvent } from 'react'
import { regionParam, useHere } from '../../app/session.ts'

/** The region whose table was shown last, and what lies above it. */
let before: { readonly region: string; readonly path: readonly string[] } | null = null

/**
 * A table with one stop for Tab: the arrow keys move among its cells marked `data-cell`, Home and End within a row.
 * (The grid pattern of the ARIA practices; without it twenty columns are twenty stops in every row.)
 *
 * `shown` is the id of the region whose table it is, which follows that of the page when its figures have come.
 */
export function useGridKeys(shown: string) {
  const grid = useRef<HTMLTableElement>(null)
  const { region } = useHere()
  // The link that drilled is gone with its table: down, the focus goes to the first row; up, to the row come from.
  useEffect(() => {
    if (shown !== region.id) return
    const from = before
    const now = regionParam(region)
    before = { region: now, path: [...region.ancestors.map(regionParam), now] }
    if (!from || from.region === now || (document.activeElement !== null && document.activeElement !== document.body)) return
    const rows = [...(grid.current?.querySelectorAll<HTMLElement>('tr[data-region]') ?? [])]
    const row = rows.find((one) => from.path.includes(one.dataset['region']!)) ?? (before.path.includes(from.region) ? rows[0] : undefined)
    row?.querySelector<HTMLElement>('[data-cell]')?.focus()
  }, [shown, region])
  // After every rendering: the cell that had the stop may be gone.
  useEffect(() => {
    const cells = grid.current?.querySelectorAll<HTMLElement>('[data-cell]')
    if (cells && cells.length > 0 && ![...cells].some((cell) => cell.tabIndex === 0)) cells[0]!.tabIndex = 0
  })

  const onFocus = (event: FocusEvent) => {
    const target = event.target as HTMLElement
    if (!target.matches('[data-cell]')) return
    for (const cell of grid.current!.querySelectorAll<HTMLElement>('[data-cell]')) cell.tabIndex = cell === target ? 0 : -1
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement
    if (!target.matches('[data-cell]')) return
    const rows = [...grid.current!.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll<HTMLElement>('[data-cell]')]).filter((row) => row.length > 0)
    const y = rows.findIndex((row) => row.includes(target))
    const x = rows[y]!.indexOf(target)
    const next = { ArrowRight: rows[y]![x + 1], ArrowLeft: rows[y]![x - 1], Home: rows[y]![0], End: rows[y]!.at(-1), ArrowDown: inRow(rows[y + 1], x), ArrowUp: inRow(rows[y - 1], x) }[event.key]
    if (!next) return
    event.preventDefault()
    next.focus()
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  return { ref: grid, onFocus, onKeyDown }
}

const inRow = (row: HTMLElement[] | undefined, x: number): HTMLElement | undefined => row?.[Math.min(x, row.length - 1)]

/** Backspace, anywhere but in a field, goes up. */
export function useBackspace(up: string | null, go: (href: string) => void): void {
  useEffect(() => {
    if (up === null) return
    const listen = (event: globalThis.KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.key !== 'Backspace' || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog, [role=dialog]')) return
      event.preventDefault()
      go(up)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [up, go])
}
