import { createServer } from 'node:http'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { postgraphile } from 'postgraphile'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { pgSmartTags } from 'postgraphile/utils'
import postgres from 'postgres'
import { given, listening } from './given.ts'
import { NOBODY, signedIn } from './session.ts'

// PostGraphile over the same tables, as its documentation sets it up for a production server; the product's sign-in in its context.

const { appUrl, day } = given()
const sessions = postgres(appUrl, { max: 10, connection: { jit: 'off' } })

/** Regions know their parent and scores their region by id; the tables have no foreign key for it. */
const tags = pgSmartTags([
  { kind: 'class', match: 'region', tags: { foreignKey: '(parent_id) references region (id)|@foreignFieldName children' } },
  { kind: 'class', match: 'score', tags: { foreignKey: '(region_id) references region (id)|@foreignFieldName scores' } },
])

const preset: GraphileConfig.Preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [tags],
  pgServices: [makePgService({ connectionString: appUrl, schemas: ['public'], poolConfig: { max: 20, options: '-c jit=off' } })],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: {
    explain: false,
    async context({ node }) {
      return { pgSettings: { ...((await signedIn(sessions, node?.req.headers.cookie, day)) ?? NOBODY) } }
    },
  },
}

const server = createServer()
await postgraphile(preset).createServ(grafserv).addTo(server)
server.listen(0, '127.0.0.1', () => listening((server.address() as { port: number }).port))
