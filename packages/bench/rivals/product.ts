import { serve } from '../../../api/src/main.ts'
import { given, listening } from './given.ts'
import { clock } from './services.ts'

// The product as `pnpm start` serves it in production, on a free port; limits of rate off, for one account asks all.

const { appUrl, ownerUrl, workerUrl, webRoot, sealing = false } = given()
const { url } = await serve({ appUrl, ownerUrl, workerUrl, webRoot, port: 0, host: '127.0.0.1', clock, demonstration: { password: 'not asked for' }, rates: null, sealing })
listening(Number(new URL(url).port))
