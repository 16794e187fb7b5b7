import { startEmbedded } from '../embedded.ts'

// A process that holds an embedded PostgreSQL until it is ended, for the tests of what happens then.
const [dataDir = '', namespaces = 'yes'] = process.argv.slice(2)
try {
  const running = await startEmbedded({ dataDir, log: () => undefined, namespaces: namespaces === 'yes' })
  const held = setInterval(() => undefined, 1000)
  // As a product that has closed all else: nothing but the stop itself keeps it alive.
  process.on('SIGTERM', () => {
    clearInterval(held)
    void running.stop().then(() => process.exit(0))
  })
  // Said last: whoever reads it may send the signal at once.
  console.log(JSON.stringify(running))
} catch (error) {
  console.log(JSON.stringify({ error: (error as Error).message }))
  process.exit(1)
}
