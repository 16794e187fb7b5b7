export * from './events.ts'
export * from './contributions.ts'
export * from './creditCode.ts'
export * from './decide.ts'
