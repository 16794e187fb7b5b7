import { Link, useLocation } from 'wouter'
import { useHere } from './session.ts'
import { useAddress } from '../lib/url.ts'
import { useCommon } from '../lib/words/index.ts'
import { Empty } from '../ui/Empty.tsx'

/** Figures or records outside of the viewer's scope. */
export function Forbidden({ title, children }: { title?: string; children?: string }) {
  const w = useCommon()
  const { viewer, region } = useHere()
  const [path] = useLocation()
  const address = useAddress()
  const action = viewer.home.id === region.id ? undefined : <Link className="button" href={address(path, { region: null })}>{w.toHome(viewer.home.name)}</Link>
  return <Empty title={title ?? w.forbiddenTitle} action={action}>{children ?? w.forbiddenBody}</Empty>
}
