import { useState } from 'react'
import { useCommon } from '../lib/words/index.ts'
import type { Column } from './DataTable.tsx'
import { Icon } from './Icon.tsx'
import { Popover } from './Popover.tsx'

const keyOf = (table: string) => `anwang.columns.${table}`

function hiddenBefore(table: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(table)) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}

/** The columns that the user left in, and the button by which to change them; kept in the browser, per table. */
export function useColumns<Row>(table: string, columns: readonly Column<Row>[]) {
  const w = useCommon()
  const [hidden, setHidden] = useState(() => hiddenBefore(table))
  const toggle = (key: string) => {
    const next = hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key]
    setHidden(next)
    try {
      localStorage.setItem(keyOf(table), JSON.stringify(next))
    } catch {
      // Kept for as long as the page is open.
    }
  }
  const chooser = (
    <Popover className="button not-phone" align="end" name={w.columns} label={<><Icon name="columns" />{w.columns}</>}>
      {() => (
        <div className="choices" role="group" aria-label={w.columns}>
          {columns.filter((column) => !column.fixed).map((column) => (
            <label key={column.key}>
              <input type="checkbox" checked={!hidden.includes(column.key)} onChange={() => toggle(column.key)} />
              {column.header}
            </label>
          ))}
        </div>
      )}
    </Popover>
  )
  return { columns: columns.filter((column) => column.fixed || !hidden.includes(column.key)), chooser } as const
}
