export { masked } from './mask.ts'
export { recordWithoutNumbers, telephonesIn, withoutNumbers, withoutTelephones } from './numbers.ts'
export { plainText } from './plain.ts'
export { erasureGrounds, erasureGroundTerms, pastRetention, type ErasureGround, type PastRetention } from './retention.ts'
