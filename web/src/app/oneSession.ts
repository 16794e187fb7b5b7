import { useEffect } from 'react'
import { draftsBelongTo } from '../lib/drafts.ts'
import { onOtherTabs, tellSignedIn } from './tabs.ts'

/**
 * Keeps the tabs of a browser, which share one session, to what that session may see: after a sign-out elsewhere a tab goes to
 * the sign-in page, after a sign-in as somebody else it begins anew, and what the browser kept for Back is loaded again.
 */
export function useOneSession(userName: string | null): void {
  useEffect(() => onOtherTabs(userName, () => window.location.assign('/sign-in'), () => window.location.reload()), [userName])
  useEffect(() => {
    if (userName === null) return
    draftsBelongTo(userName)
    tellSignedIn(userName)
  }, [userName])
  useEffect(() => {
    const back = ({ persisted }: PageTransitionEvent) => {
      if (persisted) window.location.reload()
    }
    window.addEventListener('pageshow', back)
    return () => window.removeEventListener('pageshow', back)
  }, [])
}
