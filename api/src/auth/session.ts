import { createHash, randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'

export const COOKIE = 'anwang_session'
/** Hours after which one signs in again, however busy. */
export const SESSION_HOURS = 12

export const newToken = (): string => randomBytes(32).toString('base64url')
export const sessionHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The token of the request's cookie; null without one. */
export function tokenOf(request: Request): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=')
    if (name === COOKIE && value && /^[\w-]{43}$/.test(value)) return value
  }
  return null
}

const options = (secure: boolean) => ({ httpOnly: true, sameSite: 'strict', secure, path: '/' }) as const

export const setCookie = (response: Response, token: string, expires: Date, secure: boolean): void =>
  void response.cookie(COOKIE, token, { ...options(secure), expires })
export const clearCookie = (response: Response, secure: boolean): void => void response.clearCookie(COOKIE, options(secure))
