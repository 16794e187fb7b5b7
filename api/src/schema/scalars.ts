import { isDay, parsePeriod, type Day, type Period } from '@anwang/domain'
import { builder, Malformed } from './builder.ts'

/** A malformed value passes as `Malformed`, so that the refusal can name the argument, which a scalar does not know. */
const lenient = <T>(read: (text: string) => T | null, message: string) => (value: unknown) =>
  ((typeof value === 'string' ? read(value) : null) ?? new Malformed(message)) as T

builder.scalarType('Period', {
  description:
    '2026-09, 2026-Q3, 2026-H1, 2026, 2026-W38 (ISO week), 2026-01..2026-09 (months), 2026-08-26/2026-09-25 (days, both inclusive). Asia/Shanghai.',
  serialize: (period) => (period as Period).text,
  parseValue: lenient(parsePeriod, 'is no period: 2026-09, 2026-Q3, 2026-H1, 2026, 2026-W38, 2026-01..2026-09 or 2026-08-26/2026-09-25'),
})

builder.scalarType('Date', {
  description: 'A calendar day in Asia/Shanghai, YYYY-MM-DD.',
  serialize: (day) => day as Day,
  parseValue: lenient((text) => (isDay(text) ? text : null), 'is no day: YYYY-MM-DD'),
})

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

builder.scalarType('DateTime', {
  description: 'An instant with its offset (ISO 8601).',
  serialize: (instant) => (instant as Date).toISOString(),
  parseValue: lenient((text) => {
    const at = new Date(text)
    return INSTANT.test(text) && !Number.isNaN(at.getTime()) ? at : null
  }, 'is no instant with an offset: 2026-09-30T09:00:00+08:00'),
})
