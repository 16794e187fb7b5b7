import { connect } from '@anwang/db/client'
import type { Secrets } from '../../auth/secrets.ts'
import { log } from '../../serving/log.ts'
import { proveSealed, resealSecrets } from './store.ts'

/** What stood in the database before secrets were encrypted: base32, as authenticators take it. */
const PLAIN = /^[A-Z2-7]+$/

/**
 * Encrypts, as the owner, every secret of a second factor that is not yet, or that is by a key of before; afterwards the
 * database refuses any that is not encrypted. Those that no key opens are left, and told in the log: a second factor set up
 * anew takes their place. @returns how many were written, and how many nobody can read.
 */
export async function encryptSecondFactors(ownerUrl: string, secrets: Secrets): Promise<{ readonly written: number; readonly unreadable: number }> {
  const owner = connect(ownerUrl, { max: 1 })
  try {
    const found = await resealSecrets(owner.db, (secret, accountId) => {
      if (secrets.isCurrent(secret)) return secrets.open(secret, accountId) === null ? null : secret
      const plain = PLAIN.test(secret) ? secret : secrets.open(secret, accountId)
      return plain === null ? null : secrets.seal(plain, accountId)
    })
    await proveSealed(owner.db)
    if (found.unreadable > 0) log.error({ secondFactors: found.unreadable }, 'second factors are encrypted by a key that is not given: name it in ANWANG_SECRET_KEY_OLD, or have them reset')
    return found
  } finally {
    await owner.close()
  }
}
