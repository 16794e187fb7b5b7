import { get } from 'node:http'

/** The bytes of a script's body as the server sends it compressed by gzip. */
export const gzipped = (url: string): Promise<number> =>
  new Promise((done, failed) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => (bytes += chunk.length))
      response.on('end', () => (response.statusCode === 200 ? done(bytes) : failed(new Error(`${url}: ${response.statusCode}`))))
    }).on('error', failed)
  })

/** Every script of the web application by path, found from the page on by the names in the scripts, with its text. */
export async function allScripts(url: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  const named = (text: string): string[] => [...text.matchAll(/assets\/([\w.-]+\.js)\b|["'`]\.\/([\w.-]+\.js)["'`]/g)].map((match) => `/assets/${match[1] ?? match[2]}`)
  const pending = named(await (await fetch(`${url}/`, { headers: { accept: 'text/html' } })).text())
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (texts.has(path)) continue
    const response = await fetch(`${url}${path}`)
    const text = response.ok ? await response.text() : ''
    texts.set(path, text)
    pending.push(...named(text))
  }
  return texts
}

/** Words that a library keeps through minifying. */
export const HEAVY: Readonly<Record<string, RegExp>> = {
  echarts: /zrender|\[ECharts\]|__ec_/,
  antd: /anticon|ant-btn|--ant-/,
}
