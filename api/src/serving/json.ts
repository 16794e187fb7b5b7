import { writtenOf } from '../execution/constants.ts'

const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/
const quoted = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`)

/** JSON as it is put together: what was written before, then text. */
class Writer {
  private readonly pieces: Buffer[] = []
  private text = ''

  list(items: readonly unknown[]): void {
    const kept = writtenOf(items)
    if (!kept) return this.items(items)
    if (!kept.json) {
      const writer = new Writer()
      writer.items(items)
      kept.json = writer.bytes()
    }
    this.pieces.push(Buffer.from(this.text), kept.json)
    this.text = ''
  }

  private items(items: readonly unknown[]): void {
    this.text += '['
    for (let i = 0; i < items.length; i++) {
      if (i > 0) this.text += ','
      this.value(items[i])
    }
    this.text += ']'
  }

  private object(value: Readonly<Record<string, unknown>>): void {
    this.text += '{'
    let first = true
    for (const key of Object.keys(value)) {
      const item = value[key]
      if (item === undefined) continue
      this.text += first ? `${quoted(key)}:` : `,${quoted(key)}:`
      first = false
      this.value(item)
    }
    this.text += '}'
  }

  value(value: unknown): void {
    if (typeof value === 'string') this.text += quoted(value)
    else if (typeof value === 'number') this.text += Number.isFinite(value) ? String(value) : 'null'
    else if (typeof value !== 'object' || value === null) this.text += JSON.stringify(value) ?? 'null'
    else if (Array.isArray(value)) this.list(value)
    else if ('toJSON' in value) this.text += JSON.stringify(value)
    else this.object(value as Readonly<Record<string, unknown>>)
  }

  bytes(): Buffer {
    const last = Buffer.from(this.text)
    return this.pieces.length === 0 ? last : Buffer.concat([...this.pieces, last])
  }
}

/** What `JSON.stringify` makes of an answer, in UTF-8; lists that are kept are written once. */
export function jsonOf(answer: object): Buffer {
  const writer = new Writer()
  writer.value(answer)
  return writer.bytes()
}

const bodies = new Map<string, Buffer>()
let count = 0

/** A body's name. Apollo hands on what it is written as, which has to be a string, and looks at it no more. */
export function leaveBody(answer: object): string {
  const name = String(count++)
  bodies.set(name, jsonOf(answer))
  return name
}

/** @throws where none was left by the name */
export function takeBody(name: string): Buffer {
  const body = bodies.get(name)
  if (!body) throw new Error('an answer that was not written')
  bodies.delete(name)
  return body
}
