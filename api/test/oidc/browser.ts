import type { Api } from '../api.ts'
import { passProvider } from './process.ts'

export interface Said { readonly status: number; readonly body: any; readonly cookies: readonly string[] }

/** Somebody with a browser: cookies are kept, a page of ours sends what it is to send. */
export function browser(api: Api, address = '198.51.100.7') {
  const jar = new Map<string, string>()
  const self = {
    jar,
    async call(method: string, path: string, body?: object, { at = api, headers = {} }: { at?: Api; headers?: Record<string, string> } = {}): Promise<Said> {
      const response = await at.anonymous.fetch(path, {
        method, ...(body && { body: JSON.stringify(body) }),
        headers: { 'x-anwang': '1', 'content-type': 'application/json', 'accept-language': 'zh', 'x-forwarded-for': address, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '), ...headers },
      })
      const cookies = response.headers.getSetCookie()
      for (const set of cookies) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!
        if (value === '') jar.delete(name!)
        else jar.set(name!, value!)
      }
      return { status: response.status, body: await response.json(), cookies }
    },
    signIn: (userName: string, password: string) => self.call('POST', '/session', { userName, password }),
    /** Goes to the provider for something, signs in there as `subject`, and is back with what the address carries. */
    async goAs(subject: string, wish: object = { wish: 'SIGN_IN', next: '/' }, at = api): Promise<string> {
      const { status, body } = await self.call('POST', '/session/oidc', wish, { at })
      if (status !== 200) throw new Error(JSON.stringify(body))
      return new URL(await passProvider(body.url, subject)).search
    },
    come: (parameters: string, at = api) => self.call('POST', '/session/oidc/return', { parameters }, { at }),
    async enterAs(subject: string, wish?: object): Promise<Said> {
      return self.come(await self.goAs(subject, wish))
    },
    async who(at = api): Promise<string | null> {
      const { body } = await self.call('POST', '/graphql', { query: '{ viewer { userName } }' }, { at })
      return body.data.viewer?.userName ?? null
    },
  }
  return self
}
