import { Link } from 'wouter'
import { dropDrafts } from '../lib/drafts.ts'
import { useLanguage } from '../lib/language.ts'
import { useAddress } from '../lib/url.ts'
import { send } from '../lib/rest.ts'
import { useCommon } from '../lib/words/index.ts'
import { Icon } from '../ui/Icon.tsx'
import { Popover } from '../ui/Popover.tsx'
import { useHere } from './session.ts'
import { tellSignedOut } from './tabs.ts'

export function AccountMenu() {
  const w = useCommon()
  const language = useLanguage()
  const address = useAddress()
  const { viewer, office } = useHere()
  const title = language === 'zh' ? viewer.title : viewer.titleEn
  const signOut = async () => {
    await send('DELETE', '/session', language).catch(() => null)
    dropDrafts()
    tellSignedOut()
    // A new document: nothing that this account saw stays in memory.
    window.location.assign('/sign-in')
  }
  return (
    <Popover name={`${w.account}: ${title}`} align="end" label={<><Icon name="account" /><span className="account-title">{title}</span></>}>
      {({ close }) => (
        <div className="account">
          <p>
            <strong>{viewer.name}</strong>
            {viewer.name !== title && <><br />{title}</>}
          </p>
          <p className="quiet">
            {viewer.home.name}
            <br />
            {office.name}
          </p>
          <p><Link href={address('/account')} onClick={close}>{w.ownAccount}</Link></p>
          <button type="button" className="button" onClick={() => void signOut()}>
            {w.signOut}
          </button>
        </div>
      )}
    </Popover>
  )
}
