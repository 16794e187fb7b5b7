import { createServer } from 'node:net'
import { EnvError } from '../../api/src/env.ts'

/** Asks for a port and lets go of it at once. @throws EnvError where it is taken or not ours to take, with a message that may be shown. */
export function expectFree(name: string, port: number, host: string): Promise<void> {
  const probe = createServer()
  return new Promise((done, fail) => {
    probe.once('error', (error: NodeJS.ErrnoException) => fail(error.code === 'EADDRINUSE' || error.code === 'EACCES'
      ? new EnvError(`port ${port} of ${host} is ${error.code === 'EACCES' ? 'not allowed to this account' : 'taken, maybe by this product, running already'}: end that, or set ${name} to another`) : error))
    probe.listen(port, host, () => probe.close(() => done()))
  })
}
