// Opened by the committee office once a month with last month's ledger: they upload it, check what would happen, confirm; earlier imports stand below.
import { useMemo } from 'react'
import { useQuery } from 'urql'
import { Link } from 'wouter'
import { useHere } from '../../app/session.ts'
import { instant } from '../../lib/format.ts'
import { useAddress } from '../../lib/url.ts'
import { useCommon, useWords } from '../../lib/words/index.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Failure } from '../../ui/Failure.tsx'
import { PAGE_SIZE, Paging, usePage } from '../../ui/Paging.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useTitle } from '../../ui/title.ts'
import './imports.css'
import { importsQuery } from './queries.ts'
import { StateTag } from './StateTag.tsx'
import { UploadZone } from './UploadZone.tsx'
import { words } from './words.ts'

export default function ImportsPage() {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  const { viewer } = useHere()
  const { after } = usePage()
  useTitle(w.title)
  const context = useMemo(() => ({ additionalTypenames: ['Import'] }), [])
  const [{ data, error, fetching, stale }, again] = useQuery({ query: importsQuery, variables: { first: PAGE_SIZE, after }, context, pause: !viewer.viewerCanImport })
  if (!viewer.viewerCanImport) return <div className="page"><Empty heading title={w.forbidden}>{w.forbiddenBody}</Empty></div>
  const layoutName = (id: string) => data?.layouts.find((one) => one.id === id)?.name ?? w.layoutUnknown
  return (
    <div className="page imports">
      <div className="page-head"><h1>{w.title}</h1></div>
      <div className="import-start">
        <UploadZone />
        <section aria-labelledby="templates">
          <h2 id="templates">{w.templates}</h2>
          <ul className="templates">{data?.layouts.map((one) => <li key={one.id}><a href={one.templateUrl} download="">{one.name}</a></li>)}</ul>
          <p className="quiet">{w.templatesHint}</p>
        </section>
      </div>
      <section aria-labelledby="history">
        <h2 id="history">{w.history}</h2>
        {error && !data ? (
          <Failure error={error} retry={() => again({ requestPolicy: 'network-only' })} />
        ) : !data ? (
          <SkeletonRows rows={4} label={c.loading} />
        ) : data.imports.nodes.length === 0 ? (
          <Empty title={w.none}>{w.noneBody}</Empty>
        ) : (
          <>
            <div className="table-frame" aria-busy={fetching || stale}>
              <table className="table">
                <caption className="unseen">{w.history}</caption>
                <thead><tr><th scope="col">{w.head.fileName}</th><th scope="col" className="fit p2">{w.head.layout}</th><th scope="col" className="fit">{w.head.state}</th><th scope="col" className="p2">{w.head.counts}</th><th scope="col" className="fit p2">{w.head.uploadedAt}</th></tr></thead>
                <tbody>
                  {data.imports.nodes.map((one) => (
                    <tr key={one.id}>
                      <td><Link className="file-name" href={address(`/imports/${encodeURIComponent(one.id)}`)}>{one.fileName}</Link><span className="only-phone second">{w.countsInWords(one.counts)}</span></td>
                      <td className="fit p2">{layoutName(one.layout)}</td>
                      <td className="fit"><StateTag state={one.state} counts={one.counts} /></td>
                      <td className="p2">{w.countsInWords(one.counts)}</td>
                      <td className="fit p2">{instant(one.uploadedAt)} <span className="quiet">{one.uploadedBy}</span></td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <Paging shown={data.imports.nodes.length} total={data.imports.totalCount} pageInfo={data.imports.pageInfo} />
          </>
        )}
      </section>
    </div>
  )
}
