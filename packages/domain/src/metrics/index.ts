export * from './catalogue.ts'
export * from './contribution.ts'
