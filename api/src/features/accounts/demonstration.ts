import { connect } from '@anwang/db/client'
import { hashPassword } from './service.ts'
import { setDemonstrationHash } from './store.ts'

/** Gives every demonstration account this start's password, as the owner: the application may not write accounts. */
export async function setDemonstrationPassword(ownerUrl: string, password: string): Promise<void> {
  const owner = connect(ownerUrl, { max: 1 })
  try {
    await setDemonstrationHash(owner.db, await hashPassword(password))
  } finally {
    await owner.close()
  }
}
