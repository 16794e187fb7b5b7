import { Link, useLocation } from 'wouter'
import { defineWords, useCommon, useWords } from '../lib/words/index.ts'
import { useAddress } from '../lib/url.ts'
import { Empty } from '../ui/Empty.tsx'
import { onlyRuns } from './roles.ts'
import { useHere } from './session.ts'

const words = defineWords(
  {
    title: (region: string) => `${region}不在您的管辖范围内`,
    officer: '本账号不看业务数据', officerBody: '系统管理员、安全管理员和审计员的账号用于运行系统，不查看隐患、检查、监管对象和排名。',
  },
  {
    title: (region: string) => `${region} is outside your scope`,
    officer: 'This account sees no records', officerBody: 'Accounts of system administrators, security administrators and auditors run the system; hazards, inspections, enterprises and rankings are not theirs to see.',
  },
)

/** Figures or records outside of the viewer's scope. */
export function Forbidden({ title, heading = false, children }: { title?: string; heading?: boolean; children?: string }) {
  const w = useWords(words)
  const c = useCommon()
  const { viewer, region } = useHere()
  const [path] = useLocation()
  const address = useAddress()
  if (onlyRuns(viewer)) return <Empty title={w.officer} heading={heading}>{w.officerBody}</Empty>
  const action = viewer.home.id === region.id ? undefined : <Link className="button" href={address(path, { region: null })}>{c.toHome(viewer.home.name)}</Link>
  return <Empty title={title ?? w.title(region.name)} heading={heading} action={action}>{children ?? c.forbiddenBody}</Empty>
}
