import { useContext } from 'react'
import { LanguageContext } from '../lib/language.ts'

/** Names the other language, in that language. */
export function LanguageSwitch() {
  const { language, choose } = useContext(LanguageContext)
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <button type="button" className="button quiet-button" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => choose(other)}>
      {other === 'zh' ? '中文' : 'EN'}
    </button>
  )
}
