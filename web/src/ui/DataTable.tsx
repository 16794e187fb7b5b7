import type { ReactNode } from 'react'
import { useCommon } from '../lib/words/index.ts'
import type { Sorting } from '../lib/sorting.ts'

export interface Column<Row> {
  readonly key: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  readonly number?: boolean
  /** As narrow as its content. */
  readonly fit?: boolean
  /** The API's field to order by; without it the header is no button. */
  readonly sort?: string
  /** 1 always, 2 not on a phone, 3 on wide screens only. */
  readonly priority?: 1 | 2 | 3
  /** May be taken out by the user (columns kept per user); the first column may not. */
  readonly fixed?: boolean
}

export interface DataTableProps<Row> {
  /** What the table is, for assistive technology. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly sorting?: Sorting
  readonly selection?: { readonly picked: ReadonlySet<string>; readonly pick: (picked: ReadonlySet<string>) => void; readonly nameOf: (row: Row) => string }
  /** New rows are on their way; those of before stay. */
  readonly busy?: boolean
}

const classOf = <Row,>(column: Column<Row>): string => [column.number && 'number', column.fit && 'fit', column.priority && column.priority > 1 && `p${column.priority}`].filter(Boolean).join(' ')

/** A plain table with sortable headers and, where wanted, boxes to pick rows. */
export function DataTable<Row>({ caption, columns, rows, keyOf, sorting, selection, busy = false }: DataTableProps<Row>) {
  const w = useCommon()
  const all = selection !== undefined && rows.length > 0 && rows.every((row) => selection.picked.has(keyOf(row)))
  return (
    <div className="table-frame" aria-busy={busy}>
      <table className="table">
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {selection && (
              <th className="pick">
                <input type="checkbox" aria-label={w.selectAll} checked={all} onChange={() => selection.pick(new Set(all ? [] : rows.map(keyOf)))} />
              </th>
            )}
            {columns.map((column) => (
              <Header key={column.key} column={column} sorting={sorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = keyOf(row)
            const picked = selection?.picked.has(key) ?? false
            return (
              <tr key={key} {...(picked ? { 'aria-selected': true } : {})}>
                {selection && (
                  <td className="pick">
                    <input
                      type="checkbox"
                      aria-label={w.selectRow(selection.nameOf(row))}
                      checked={picked}
                      onChange={() => {
                        const next = new Set(selection.picked)
                        if (picked) next.delete(key)
                        else next.add(key)
                        selection.pick(next)
                      }}
                    />
                  </td>
                )}
                {columns.map((column) => (
                  <td key={column.key} className={classOf(column)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Header<Row>({ column, sorting }: { column: Column<Row>; sorting: Sorting | undefined }) {
  const w = useCommon()
  const { sort } = column
  if (!sort || !sorting) return <th scope="col" className={classOf(column)}>{column.header}</th>
  const at = sorting.field === sort ? sorting.direction : null
  return (
    <th scope="col" className={classOf(column)} aria-sort={at === 'ASC' ? 'ascending' : at === 'DESC' ? 'descending' : 'none'}>
      <button type="button" className="sort" title={at === 'ASC' ? w.sortDescending(column.header) : w.sortAscending(column.header)} onClick={() => sorting.by(sort)}>
        {column.header}
        <span className="arrow" aria-hidden="true">{at === 'ASC' ? '↑' : at === 'DESC' ? '↓' : ''}</span>
      </button>
    </th>
  )
}
