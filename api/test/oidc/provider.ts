import { createServer } from 'node:http'
import Provider, { interactionPolicy } from 'oidc-provider'

// An OpenID provider of its own: `node provider.ts <host> <port>`; 0 takes a free port. Says its issuer on standard output once it
// listens, and ends with its standard input. Whoever gives a name is signed in by it: the name is the subject.

const [host = '127.0.0.1', port = '0'] = process.argv.slice(2)
const server = createServer()
await new Promise<void>((done, fail) => {
  server.once('error', fail)
  server.listen(Number(port), '127.0.0.1', done)
})
const address = server.address()
if (address === null || typeof address !== 'object') throw new Error('no port')
const issuer = `http://${host}:${address.port}`

// The office's own applications are not consented to one by one.
const policy = interactionPolicy.base()
policy.remove('consent')

const provider = new Provider(issuer, {
  // A native application comes back to any port of the loopback (RFC 8252, 7.3): servers under test take free ones.
  clients: [{
    client_id: 'anwang', client_secret: 'a secret of the tests, thirty-two', application_type: 'native', redirect_uris: ['http://127.0.0.1/sign-in/oidc'],
    grant_types: ['authorization_code'], response_types: ['code'], token_endpoint_auth_method: 'client_secret_basic',
  }],
  pkce: { required: () => true },
  findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  interactions: { policy },
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client!.clientId, accountId: ctx.oidc.session!.accountId! })
    grant.addOIDCScope('openid')
    await grant.save()
    return grant
  },
  cookies: { keys: ['a key of the tests'] },
})
provider.on('server_error', (_ctx, error) => console.error(error))
server.on('request', provider.callback())
process.stdin.on('end', () => process.exit(0)).resume()
console.log(issuer)
