import { connect } from '@anwang/db/client'
import { sql } from 'drizzle-orm'
import { hashPassword } from './service.ts'

/** Gives every demonstration account this start's password, as the owner: the application may not write accounts. */
export async function setDemonstrationPassword(ownerUrl: string, password: string): Promise<void> {
  const owner = connect(ownerUrl, { max: 1 })
  try {
    await owner.db.execute(sql`update account set password_hash = ${await hashPassword(password)} where demonstration is not null`)
  } finally {
    await owner.close()
  }
}
