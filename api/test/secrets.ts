import { secretsBy } from '../src/auth/secrets.ts'

/** By what the servers of tests encrypt. */
export const TEST_SECRETS = secretsBy(Buffer.alloc(32, 7))
