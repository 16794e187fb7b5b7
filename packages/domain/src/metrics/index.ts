export * from './catalogue.ts'
export * from './contribution.ts'
export * from './derived.ts'
