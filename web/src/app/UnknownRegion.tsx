import { Link, useLocation } from 'wouter'
import { defineWords, useCommon, useWords } from '../lib/words/index.ts'
import { useAddress } from '../lib/url.ts'
import { Empty } from '../ui/Empty.tsx'
import { useHere } from './session.ts'

const words = defineWords(
  { title: '没有这个区域', body: '地址里的区域代码找不到。可以用上方的区域切换按名称、拼音首字母或代码查找。' },
  { title: 'No such region', body: 'The region of this address does not exist. Find it by name, pinyin initials or code with the switch above.' },
)

export function UnknownRegion() {
  const w = useWords(words)
  const c = useCommon()
  const { viewer } = useHere()
  const [path] = useLocation()
  const address = useAddress()
  return (
    <div className="page">
      <Empty title={w.title} heading action={<Link className="button" href={address(path, { region: null })}>{c.toHome(viewer.home.name)}</Link>}>
        {w.body}
      </Empty>
    </div>
  )
}
