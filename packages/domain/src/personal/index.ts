export { masked } from './mask.ts'
export { halfWidth, recordWithoutNumbers, telephonesIn, withoutNumbers, withoutTelephones } from './numbers.ts'
export { erasureGrounds, erasureGroundTerms, pastRetention, type ErasureGround, type PastRetention } from './retention.ts'
