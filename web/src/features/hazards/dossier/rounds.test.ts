import { expect, test } from 'vitest'
import { failedTries } from './rounds.ts'

const event = (type: string, on: string) => ({ type, occurredAt: `${on}T02:00:00Z` })

test.each([
  ['nothing happened', [event('registered', '2026-10-01')], [[]]],
  ['a submission waits', [event('submitted', '2026-10-10')], [[]]],
  ['rejected, then accepted', [event('submitted', '2026-10-10'), event('rejected', '2026-10-11'), event('submitted', '2026-10-12'), event('accepted', '2026-10-13')], [[{ submittedOn: '2026-10-10', rejectedOn: '2026-10-11' }]]],
  ['rejected at the deadline without a submission', [event('rejected', '2026-10-11')], [[{ submittedOn: null, rejectedOn: '2026-10-11' }]]],
  ['each round its own', [event('submitted', '2026-10-10'), event('rejected', '2026-10-11'), event('submitted', '2026-10-12'), event('accepted', '2026-10-13'), event('reopened', '2026-10-20'), event('rejected', '2026-11-01')],
    [[{ submittedOn: '2026-10-10', rejectedOn: '2026-10-11' }], [{ submittedOn: null, rejectedOn: '2026-11-01' }]]],
])('%s', (_, events, expected) => expect(failedTries(events)).toEqual(expected))
