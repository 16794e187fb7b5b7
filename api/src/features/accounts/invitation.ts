import { recordAudit } from '@anwang/db'
import { sessionHash } from '../../auth/session.ts'
import type { Services } from '../../context.ts'
import { callerOf } from '../../serving/rates.ts'
import { isNews } from '../../serving/once.ts'
import { hashPassword, inTurn, refusalOf } from './passwords.ts'
import { StepRefused } from './steps.ts'
import { invitationAccount, takeInvitation } from './store/invitation.ts'

export interface Invitee {
  readonly userName: string
  readonly title: string
  readonly titleEn: string
}

/** Whom an invitation is for. @throws StepRefused INVITATION where it was taken, is too old or never was. */
export async function inviteeOf(services: Services, token: string): Promise<Invitee> {
  const found = await invitationAccount(services.app, sessionHash(token))
  if (!found) throw new StepRefused('INVITATION')
  return { userName: found.userName, title: found.title, titleEn: found.titleEn }
}

/** Sets the password by an invitation, which is over with that; signing in is the next step. Failing is noted. @throws StepRefused */
export async function acceptInvitation(services: Services, token: string, password: string, address: string): Promise<void> {
  const found = await invitationAccount(services.app, sessionHash(token))
  try {
    await accept(services, found, token, password, address)
  } catch (error) {
    if (error instanceof StepRefused && isNews([`invitation ${found?.id ?? callerOf(address)} ${error.code}`]))
      await recordAudit(services.reader, [{ kind: 'ADMINISTRATION', action: 'invitationTaken', accountId: found?.id ?? null, address, refused: true, reason: error.code }])
    throw error
  }
}

async function accept(services: Services, found: Awaited<ReturnType<typeof invitationAccount>>, token: string, password: string, address: string): Promise<void> {
  if (!found) throw new StepRefused('INVITATION')
  const refusal = await inTurn(found.id, () => refusalOf(password, [found.userName, found.titleEn], [found.passwordHash, ...found.passwordHistory]))
  if (refusal) throw new StepRefused(refusal)
  if (!(await takeInvitation(services.app, sessionHash(token), await inTurn(found.id, () => hashPassword(password))))) throw new StepRefused('INVITATION')
  await recordAudit(services.reader, [{ kind: 'ADMINISTRATION', action: 'invitationTaken', accountId: found.id, address }])
}
