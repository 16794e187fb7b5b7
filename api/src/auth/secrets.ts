import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'

// AES-256-GCM: `v1.<key>.<text>`, where the text is base64url of nonce, ciphertext and tag.
const VERSION = 'v1'
const NONCE = 12
const TAG = 16

/** Encrypts what must be read again, for one account each: under another account's id it does not open. */
export interface Secrets {
  seal(plain: string, accountId: string): string
  /** null where none of the keys opens it: not by one of them, altered, or another account's. */
  open(sealed: string, accountId: string): string | null
  /** Whether it is by the key that is used now. */
  isCurrent(sealed: string): boolean
  /** The same for the same text and purpose under the key of now, in hexadecimal: HMAC-SHA-256 by a key derived for the purpose. Without the key nobody can try texts until one fits. */
  digest(purpose: string, text: string): string
}

/** 32 bytes as 64 hexadecimal digits or as base64; null for anything else. */
export function keyIn(text: string): Buffer | null {
  const hex = /^[0-9a-f]{64}$/i.test(text)
  const key = Buffer.from(text, hex ? 'hex' : 'base64')
  return key.length === 32 && (hex || /^[\w+/-]{43}=?$/.test(text)) ? key : null
}

/** What stands beside a ciphertext: enough to find the key by, nothing to find it out. */
const idOf = (key: Buffer): string => createHash('sha256').update('anwang key ').update(key).digest('hex').slice(0, 8)

/** @param old keys of before: they open what they sealed, and seal nothing any more. */
export function secretsBy(key: Buffer, old: readonly Buffer[] = []): Secrets {
  const current = idOf(key)
  const keys = new Map([...old, key].map((one) => [idOf(one), one]))
  return {
    seal(plain, accountId) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(Buffer.from(accountId))
      const text = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${VERSION}.${current}.${text.toString('base64url')}`
    },
    open(sealed, accountId) {
      const [version, id, encoded] = sealed.split('.')
      const by = keys.get(id ?? '')
      const text = Buffer.from(encoded ?? '', 'base64url')
      if (version !== VERSION || !by || text.length < NONCE + TAG) return null
      const decipher = createDecipheriv('aes-256-gcm', by, text.subarray(0, NONCE), { authTagLength: TAG }).setAAD(Buffer.from(accountId)).setAuthTag(text.subarray(-TAG))
      try {
        return decipher.update(text.subarray(NONCE, -TAG), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        return null
      }
    },
    isCurrent: (sealed) => sealed.startsWith(`${VERSION}.${current}.`),
    digest: (purpose, text) => createHmac('sha256', Buffer.from(hkdfSync('sha256', key, '', `anwang ${purpose}`, 32))).update(text).digest('hex'),
  }
}
