import { isIPv6 } from 'node:net'
import type { RequestHandler } from 'express'
import { GraphQLError } from 'graphql'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** Requests a minute. */
export interface RateLimits {
  /** From one address, whoever asks; many people of an office may stand behind one. */
  readonly address: number
  /** To sign in, take an invitation or go a further step of either, from one address. */
  readonly signIn: number
  /** Of one account, over all of its sessions. */
  readonly account: number
}

export const RATES: RateLimits = { address: 6_000, signIn: 120, account: 1_200 }

/** What an address or account that asks too often is answered: 429, with the seconds after which to ask again. */
export class TooOften extends GraphQLError {
  readonly status = 429
  readonly seconds: number
  constructor(seconds: number) {
    super('Too many requests: wait a moment.', { extensions: { code: 'TOO_MANY', http: { status: 429, headers: new Map([['retry-after', String(seconds)]]) } } })
    this.seconds = seconds
  }
}

const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))

/** What counts as one caller: an IPv4 address, or the network of an IPv6 one, whose owner has all of its 2^64 addresses. */
export function callerOf(address: string): string {
  const plain = address.replace(/%.*$/, '').toLowerCase()
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('::')
  const before = groups(head)
  const after = groups(tail ?? '')
  const whole = tail === undefined ? before : [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0'), ...after]
  return `${whole.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    throw new TooOften(Math.ceil(refused.msBeforeNext / 1000))
  }
}

export interface Rates {
  /** Counts every request by its caller. */
  readonly byAddress: RequestHandler
  /** Counts what asks for a password, a code or a token by itself; stands before `SIGN_IN_PATHS`. */
  readonly bySigningIn: RequestHandler
  /** Counts a request of an account. @throws TooOften */
  ofAccount(id: string): Promise<void>
}

/** Whatever lies there or below is counted by `bySigningIn`. */
export const SIGN_IN_PATHS = ['/session', '/invitation']

/** Counts in this process: two servers behind one address let through twice as much. null counts nothing. */
export function countRates(limits: RateLimits | null): Rates {
  if (!limits) return { byAddress: (_request, _response, next) => next(), bySigningIn: (_request, _response, next) => next(), ofAccount: async () => undefined }
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: 60 })
  const [address, signIn, account] = [limiter(limits.address), limiter(limits.signIn), limiter(limits.account)]
  return {
    byAddress: async (request, _response, next) => {
      await take(address, callerOf(request.ip ?? ''))
      next()
    },
    bySigningIn: async (request, _response, next) => {
      // Which step comes next is asked with every page.
      if (request.method !== 'GET') await take(signIn, callerOf(request.ip ?? ''))
      next()
    },
    ofAccount: (id) => take(account, id),
  }
}
