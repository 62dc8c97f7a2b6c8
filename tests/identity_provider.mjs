// A real OpenID Connect provider on loopback, for the tests of sign-in.
//
// Standard input: one line of JSON with the people ({login: claims}), the client and where it may
// be sent back to. Standard output: one line, the issuer. Ends when standard input does.
import {createServer} from 'node:http'
import {once} from 'node:events'
import {createInterface} from 'node:readline'
import {createRequire} from 'node:module'
import {pathToFileURL} from 'node:url'
import {generateKeyPairSync} from 'node:crypto'

const found = createRequire(process.argv[2] + '/package.json').resolve('oidc-provider')
const {default: Provider} = await import(pathToFileURL(found))

const lines = createInterface({input: process.stdin})
const [said] = await once(lines, 'line')
const {people, client, key} = JSON.parse(said)

const server = createServer()
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const issuer = `http://127.0.0.1:${server.address().port}`

const {privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048})
const provider = new Provider(issuer, {
  clients: [{grant_types: ['authorization_code'], response_types: ['code'], ...client}],
  jwks: {keys: [{...privateKey.export({format: 'jwk'}), use: 'sig', kid: key}]},
  cookies: {keys: ['only for tests']},
  claims: {openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups']},
  scopes: ['openid', 'profile', 'email', 'groups'],
  conformIdTokenClaims: false,
  pkce: {required: () => true, methods: ['S256']},
  findAccount: (_, login) => people[login] && {accountId: login, claims: () => ({sub: login, ...people[login]})},
})
server.on('request', provider.callback())
lines.on('close', () => process.exit(0))
console.log(issuer)
