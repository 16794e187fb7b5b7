export * from './events.ts'
export * from './contributions.ts'
export * from './decide.ts'
