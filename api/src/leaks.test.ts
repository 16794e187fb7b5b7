import { leakMatrix } from '../test/leaks/run.ts'

leakMatrix('policy, ranges and row security together')
