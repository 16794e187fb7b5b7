import { createContext, useContext } from 'react'

export type Language = 'zh' | 'en'

const KEY = 'anwang.language'

/** The language chosen before, or Chinese. */
export function storedLanguage(): Language {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}

export function storeLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language)
  } catch {
    // A browser that keeps nothing still shows the language until the page is closed.
  }
}

export const LanguageContext = createContext<{ language: Language; choose: (language: Language) => void }>({ language: 'zh', choose: () => undefined })

export const useLanguage = (): Language => useContext(LanguageContext).language
