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
  return (request, response, next) => {
    // What may be kept says so itself: the application's files.
    response.set('Cache-Control', 'no-store')
    response.set('Permissions-Policy', 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()')
    set(request, response, next)
  }
}
