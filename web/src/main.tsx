import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import './ui/base.css'
import './ui/parts.css'
import './app/shell.css'

createRoot(document.getElementById('root')!).render(<App />)
