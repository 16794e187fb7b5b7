import { Link } from 'wouter'
import { defineWords, useCommon, useWords } from '../lib/words/index.ts'
import { useAddress } from '../lib/url.ts'
import { Empty } from '../ui/Empty.tsx'
import { useTitle } from '../ui/title.ts'

const words = defineWords(
  { title: '您还没有岗位', body: '请联系安全管理员授予岗位。岗位生效后刷新本页即可使用；在此之前，您可以在“我的账号”里修改密码、设置双重验证。' },
  { title: 'You hold no post yet', body: 'Ask the security administrator for one, and reload this page once it holds. Until then you may change your password and set up a second factor under “My account”.' },
)

/** In the place of every page but the viewer's own account, for an account without a post. */
export function NoPost() {
  const w = useWords(words)
  const c = useCommon()
  const address = useAddress()
  useTitle(w.title)
  return (
    <div className="page">
      <Empty title={w.title} heading action={<Link className="button" href={address('/account')}>{c.ownAccount}</Link>}>{w.body}</Empty>
    </div>
  )
}
