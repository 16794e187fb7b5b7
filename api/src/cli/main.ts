import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { EnvError, readEnv } from '../env.ts'
import { register as audit } from './audit.ts'
import { register as backup } from './backup.ts'
import { register as importLedger } from './import.ts'
import { register as init } from './init.ts'
import { register as invite } from './invite.ts'
import { register as officers } from './officers.ts'
import { register as rebuild } from './rebuild.ts'
import { register as recount } from './recount.ts'
import { register as regions } from './regions.ts'
import { register as restore } from './restore.ts'

// `pnpm anwang <command>`; one file per command.

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

try {
  const env = readEnv(process.env, ROOT)
  const program = new Command('anwang').description('安网: an open platform for multi-level work-safety supervision').showHelpAfterError()
  // Once a command runs its arguments were right: what fails then is said alone.
  program.hook('preAction', (_, command) => void command.showHelpAfterError(false))
  for (const register of [init, officers, invite, regions, importLedger, recount, rebuild, audit, backup, restore]) register(program, env)
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof EnvError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
