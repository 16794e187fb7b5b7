import { useEffect } from 'react'

const MINUTE = 60_000

/** Asks again every minute while the page is looked at, and when somebody comes back to it. */
export function useFresh(again: (options: { requestPolicy: 'network-only' }) => void): void {
  useEffect(() => {
    const ask = () => {
      if (document.visibilityState === 'visible') again({ requestPolicy: 'network-only' })
    }
    const timer = setInterval(ask, MINUTE)
    document.addEventListener('visibilitychange', ask)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', ask)
    }
  }, [again])
}
