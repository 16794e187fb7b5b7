import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { clientOf } from './app/client.ts'
import { askEarly } from './app/early.ts'
import { storedLanguage } from './lib/language.ts'
import './ui/base.css'
import './ui/parts.css'
import './app/shell.css'

// What fails here is asked for again, and said, by the component that needs it.
askEarly(clientOf(storedLanguage()), window.location).catch(() => undefined)
createRoot(document.getElementById('root')!).render(<App />)
