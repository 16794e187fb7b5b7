import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { preload } from './app/pages.ts'
import './ui/base.css'
import './ui/parts.css'
import './app/shell.css'

preload(window.location.pathname)
createRoot(document.getElementById('root')!).render(<App />)
