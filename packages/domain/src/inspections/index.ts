export * from './events.ts'
export * from './contributions.ts'
