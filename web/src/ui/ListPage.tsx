import type { ReactNode } from 'react'
import type { CombinedError } from 'urql'
import { count } from '../lib/format.ts'
import { download } from '../lib/rest.ts'
import { useCommon } from '../lib/words/index.ts'
import { useColumns } from './Columns.tsx'
import { DataTable, type DataTableProps } from './DataTable.tsx'
import { Failure } from './Failure.tsx'
import { Icon } from './Icon.tsx'
import { Paging } from './Paging.tsx'
import { SkeletonRows } from './Skeleton.tsx'
import { useTitle } from './title.ts'

interface Connection<Row> {
  readonly totalCount: number
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly nodes: readonly Row[]
}

interface Props<Row> {
  readonly title: string
  /** Of what part of it the list is. */
  readonly note?: string | null
  /** What one does from here besides looking: links in front of the list's own buttons, and behind them. */
  readonly before?: ReactNode
  readonly after?: ReactNode
  /** Views, filters and chips; with what the page says of its rows. */
  readonly above: ReactNode
  /** Under which name the chosen columns are kept. */
  readonly name: string
  readonly table: Omit<DataTableProps<Row>, 'rows' | 'busy'>
  readonly answer: { readonly data?: object | undefined; readonly error?: CombinedError | undefined; readonly fetching: boolean; readonly stale: boolean }
  readonly again: (how: { requestPolicy: 'network-only' }) => void
  /** The rows in the answer; null where the region has none to show. */
  readonly found: Connection<Row> | null
  /** Where the server makes a workbook of all that is filtered. */
  readonly exported: string
  readonly empty: ReactNode
  /** Actions on picked rows. */
  readonly picked?: ReactNode
}

/** A list: what one may do, views and filters, the table with what it says while it loads, fails or is empty, and its pages. */
export function ListPage<Row>({ title, note = null, before, after, above, name, table, answer, again, found, exported, empty, picked }: Props<Row>) {
  const c = useCommon()
  const { columns, chooser } = useColumns(name, table.columns)
  useTitle(title)
  const total = found?.totalCount ?? 0
  return (
    <div className="page">
      <div className="page-head">
        <h1>{title}{note && ` · ${note}`}</h1>
        <div className="end no-print">
          {before}
          {chooser}
          <button type="button" className="button not-phone" onClick={() => window.print()}><Icon name="print" />{c.print}</button>
          <button type="button" className="button" disabled={total === 0} title={c.exportAll(count(total))} onClick={() => download(exported)}><Icon name="download" />{c.exportDownload}</button>
          {after}
        </div>
      </div>
      {above}
      {answer.error && !answer.data ? (
        <Failure error={answer.error} retry={() => again({ requestPolicy: 'network-only' })} />
      ) : !answer.data ? (
        <SkeletonRows rows={12} label={c.loading} />
      ) : !found || found.nodes.length === 0 ? (
        empty
      ) : (
        <>
          <div data-list={name}><DataTable {...table} columns={columns} rows={found.nodes} busy={answer.fetching || answer.stale} /></div>
          {picked}
          <Paging shown={found.nodes.length} total={total} pageInfo={found.pageInfo} />
        </>
      )}
    </div>
  )
}

/** Where the server writes a list as a workbook: what is filtered, in its order, or the picked rows of it. */
export function exportOf(list: 'hazards' | 'subjects' | 'inspections', filter: object, { field, direction }: { readonly field: string; readonly direction: string }): string {
  return `/export/${list}.xlsx?${new URLSearchParams({ filter: JSON.stringify(filter), orderBy: JSON.stringify({ field, direction }) })}`
}
