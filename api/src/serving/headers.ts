import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet from 'helmet'
import type { RequestHandler } from 'express'

const SELF = ["'self'"]
const NONE = ["'none'"]

/** @param tls whether only TLS leads here: then browsers are told to come by no other way. */
export function securityHeaders(tls: boolean): RequestHandler {
  const set = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: SELF, scriptSrc: SELF, scriptSrcAttr: NONE, connectSrc: SELF, fontSrc: SELF, workerSrc: SELF, manifestSrc: SELF,
        // Styles in the page are antd's, made while it runs.
        styleSrc: [...SELF, "'unsafe-inline'"],
        imgSrc: [...SELF, 'data:', 'blob:'], objectSrc: NONE, frameSrc: NONE, baseUri: NONE, frameAncestors: NONE, formAction: SELF,
      },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' }, crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'same-origin' }, xFrameOptions: { action: 'deny' },
    strictTransportSecurity: tls ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  })
  // They are the same for every request: made once.
  const headers: [name: string, value: string][] = [
    // What may be kept says so itself: the application's files.
    ['Cache-Control', 'no-store'], ['Permissions-Policy', 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()'],
  ]
  const recorder = { setHeader: (name: string, value: string) => void headers.push([name, value]), removeHeader: () => undefined }
  set({} as IncomingMessage, recorder as unknown as ServerResponse, (error?: unknown) => {
    if (error !== undefined) throw error
  })
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value)
    next()
  }
}
