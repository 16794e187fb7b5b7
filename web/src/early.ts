import { clientOf } from './app/client.ts'
import { askEarly } from './app/early.ts'
import { storedLanguage } from './lib/language.ts'

// Its own small script, so that the questions are on their way while React and the application are still being read. What fails
// here is asked for again, and said, by the component that needs it.
askEarly(clientOf(storedLanguage()), window.location).catch(() => undefined)
