import type { ApolloServerPlugin } from '@apollo/server'
import { unavailable, type Unavailable } from '@anwang/db/unavailable'
import { GraphQLError } from 'graphql'
import type { Context, Language } from '../context.ts'
import { log } from './log.ts'

/** Seconds after which it is worth another try. */
export const RETRY_AFTER = '2'

const texts: Readonly<Record<Unavailable, Readonly<Record<Language, string>>>> = {
  AWAY: {
    zh: '数据库暂时连接不上，请稍后再试。提交的内容可能已经保存：原样再交一次，不会重复。',
    en: 'The database cannot be reached at the moment: try again shortly. What was sent may have been saved: sending the same again does nothing twice.',
  },
  READ_ONLY: { zh: '数据库目前只能查看，不能保存，请稍后再试。', en: 'The database takes no changes at the moment: try again later.' },
  FULL: { zh: '数据库目前没有空间，不能保存，请联系系统管理员。', en: 'The database has no room and takes no changes at the moment: tell the system administrator.' },
}

export const unavailableText = (kind: Unavailable, language: Language): string => texts[kind][language]

/** For the log: the innermost words, which name address and errno and no statement. */
function reasonOf(error: unknown): string {
  let at = error
  for (let depth = 0; at instanceof Error && at.cause !== undefined && depth < 8; depth++) at = at.cause
  return at instanceof Error ? at.message : String(at)
}

/** What the database could not do, as one line of the log; null where the failure is another. */
export function noteUnavailable(error: unknown): Unavailable | null {
  const kind = unavailable(error)
  if (kind !== null) log.warn({ database: kind, reason: reasonOf(error) }, 'the database could not')
  return kind
}

const CODE = 'UNAVAILABLE'
/** Where the kind stands until the answer's language is known; taken away before it is sent. */
const KIND = 'unavailable'

/** An answer of 503 for an operation that the database could not do. */
export const unavailableError = (kind: Unavailable, language: Language): GraphQLError =>
  new GraphQLError(unavailableText(kind, language), { extensions: { code: CODE, http: { status: 503, headers: new Map([['retry-after', RETRY_AFTER]]) } } })

/** The work's own failure, or, where it was the database's, the answer of 503. */
export async function orUnavailable<T>(language: Language, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const kind = noteUnavailable(error)
    throw kind === null ? error : unavailableError(kind, language)
  }
}

/** What a field's failure is answered with; its words follow in `tellUnavailable`. */
export const unavailableExtensions = (kind: Unavailable): Record<string, unknown> => ({ code: CODE, [KIND]: kind })

/** Answers 503, in the caller's language, where any field failed by the database; what was read before it is not half an answer. */
export const tellUnavailable: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    async willSendResponse({ contextValue, response: { body, http } }) {
      if (body.kind !== 'single') return
      const { errors } = body.singleResult
      const kind = errors?.map((error) => error.extensions?.[KIND] as Unavailable | undefined).find((one) => one !== undefined)
      if (kind === undefined) return
      http.status = 503
      http.headers.set('retry-after', RETRY_AFTER)
      body.singleResult = { errors: [{ message: unavailableText(kind, contextValue.language), extensions: { code: CODE } }] }
    },
  }),
}
