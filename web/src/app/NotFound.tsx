import { useAddress } from '../lib/url.ts'
import { useCommon } from '../lib/words/index.ts'
import { Empty } from '../ui/Empty.tsx'
import { useTitle } from '../ui/title.ts'
import { Link } from 'wouter'

export function NotFound() {
  const w = useCommon()
  const address = useAddress()
  useTitle(w.notFoundTitle)
  return (
    <div className="page">
      <Empty title={w.notFoundTitle} heading action={<Link className="button" href={address('/')}>{w.toOverview}</Link>}>
        {w.notFoundBody}
      </Empty>
    </div>
  )
}
