import { jsonOf } from '../execution/json.ts'

const bodies = new Map<string, Buffer>()
let count = 0

/** A body's name, to be taken at once: nothing of Apollo's can fail between. Apollo hands on what it is written as, which has to be a string, and looks at it no more. */
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
