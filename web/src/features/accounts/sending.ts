import { useState } from 'react'
import { useLanguage } from '../../lib/language.ts'
import { RefusedError } from '../../lib/rest.ts'

const UNREACHABLE = { zh: '连接不上服务器。请检查网络后重试。', en: 'The server cannot be reached. Check the network and try again.' }
const BROKEN = { zh: '服务器出错，请稍后重试。', en: 'The server failed: try again in a moment.' }

/** One request at a time, and why the last was refused, in words. */
export function useSending() {
  const language = useLanguage()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<{ readonly code: string; readonly message: string } | null>(null)
  const send = async (work: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    setFailed(null)
    try {
      await work()
    } catch (error) {
      setFailed(error instanceof RefusedError ? { code: error.code, message: error.message || BROKEN[language] } : { code: 'UNREACHABLE', message: UNREACHABLE[language] })
    }
    setBusy(false)
  }
  return { busy, failed, send, clear: () => setFailed(null) }
}
