import type { ErrorText } from '../hazards/index.ts'
import { addDays, type Day } from '../time/index.ts'

/** Days after which a ledger that never landed, or was taken back, is forgotten: it can be uploaded again. */
const LEDGER_NOT_LANDED_DAYS = 30
/** Days after landing through which the cells of a ledger stay, so that whoever doubts a figure can look at its row: a quarter and the review of it. */
const LEDGER_LANDED_DAYS = 180
/** Days for which the people of a firm that closed stay. */
const CLOSED_FIRM_DAYS = 365

/** What happened before these days is past its retention (个人信息保护法 第十九条: no longer than the purpose needs). */
export interface PastRetention {
  readonly notLanded: Day
  readonly landed: Day
  readonly closed: Day
}
export const pastRetention = (today: Day): PastRetention => ({
  notLanded: addDays(today, -LEDGER_NOT_LANDED_DAYS), landed: addDays(today, -LEDGER_LANDED_DAYS), closed: addDays(today, -CLOSED_FIRM_DAYS),
})

/** Why a person's data is erased (个人信息保护法 第四十七条): codes, so that nobody types whom it was about. */
export const erasureGrounds = ['NO_LONGER_NEEDED', 'CONSENT_WITHDRAWN', 'RETENTION_ENDED', 'UNLAWFUL'] as const
export type ErasureGround = (typeof erasureGrounds)[number]
export const erasureGroundTerms: Readonly<Record<ErasureGround, ErrorText>> = {
  NO_LONGER_NEEDED: { zh: '处理目的已实现或不再需要', en: 'No longer needed' }, CONSENT_WITHDRAWN: { zh: '本人撤回同意或要求删除', en: 'The person asked for it' },
  RETENTION_ENDED: { zh: '保存期限已届满', en: 'Its retention ended' }, UNLAWFUL: { zh: '登记有误或违规收集', en: 'Recorded by mistake or against the rules' },
}
