import { hash, randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'

export const COOKIE = 'anwang_session'
/** Behind TLS: a browser takes a cookie of this prefix from this host only, never from a neighbour's or over plain HTTP (ASVS 3.3.1). */
export const SECURE_COOKIE = `__Host-${COOKIE}`
/** Hours after which one signs in again, however busy. */
export const SESSION_HOURS = 12

export const newToken = (): string => randomBytes(32).toString('base64url')
export const sessionHash = (token: string): string => hash('sha256', token)

/** Whether the request came by TLS. The demonstration's cookie is plain: it is entered on this machine. */
const isSecure = (request: Request): boolean => request.secure && !request.app.enabled('demonstration')

/** The token of the request's cookie; null without one. What came by TLS is believed by the cookie of TLS only: a neighbour could set the other. */
export function tokenOf(request: Request): string | null {
  const cookie = isSecure(request) ? SECURE_COOKIE : COOKIE
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=')
    if (name === cookie && value && /^[\w-]{43}$/.test(value)) return value
  }
  return null
}

const options = (secure: boolean) => ({ httpOnly: true, sameSite: 'strict', secure, path: '/' }) as const

export function setCookie(response: Response, token: string, expires: Date): void {
  const secure = isSecure(response.req)
  response.cookie(secure ? SECURE_COOKIE : COOKIE, token, { ...options(secure), expires })
}
/** Both: the address may have been served without TLS before. */
export function clearCookie(response: Response): void {
  if (response.req.secure) response.clearCookie(SECURE_COOKIE, options(true))
  response.clearCookie(COOKIE, options(false))
}
