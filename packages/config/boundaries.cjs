// Who may import whom (dependency-cruiser). A new package or feature gets its line here before its first import.

/** Packages by folder, and the packages of this workspace each may import. Tests and seeds have rules of their own below. */
const PACKAGES = {
  'packages/domain': [],
  db: ['packages/domain'],
  'packages/documents': ['packages/domain'],
  api: ['db', 'packages/domain', 'packages/documents'],
  web: ['packages/domain'],
  'packages/testkit': ['db', 'packages/domain'],
  'packages/bench': ['db', 'packages/domain'],
}

/** Features of the API, and those whose code each may use. A field that points back belongs to the feature that owns the answer. */
const FEATURES = {
  regions: [],
  accounts: ['regions'],
  audit: ['hazards'],
  system: ['audit'],
  subjects: ['accounts'],
  inspections: ['subjects'],
  hazards: ['inspections'],
  supervision: ['hazards'],
  metrics: ['accounts'],
  scoring: ['metrics'],
  rankings: ['scoring'],
  notices: ['rankings', 'hazards'],
  imports: ['hazards'],
  personal: ['imports'],
}

const closure = (feature, seen = new Set()) => {
  for (const next of FEATURES[feature] ?? []) if (!seen.has(next)) closure(next, seen.add(next))
  return [...seen]
}

const TESTS = '\\.(test|spec)\\.tsx?$|^web/e2e/|/vitest\\.config\\.ts$|/test/|/arbitrary/'
const either = (names) => `^(${names.join('|')})/`
// The context opens the transaction of an operation and keeps the keys of its mutations.
const STORES = '^api/src/(auth|features/[^/]+)/store(\\.ts|/)|^api/src/(jobs|cli)/|^api/src/(main|context)\\.ts$'
const BUILDERS = '^api/src/schema/|^api/src/features/[^/]+/schema(\\.ts|/)'

const packageRules = Object.entries(PACKAGES).map(([folder, allowed]) => ({
  name: `${folder.replace('packages/', '')}-imports-only-what-it-may`,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: TESTS },
  to: { path: either([...Object.keys(PACKAGES), 'scripts']), pathNot: either([folder, ...allowed]) },
}))

const featureRules = Object.keys(FEATURES).map((feature) => ({
  name: `feature-${feature}-keeps-its-order`,
  severity: 'error',
  from: { path: `^api/src/features/${feature}/`, pathNot: TESTS },
  to: { path: '^api/src/features/', pathNot: `^api/src/features/(${[feature, ...closure(feature)].join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...packageRules,
    ...featureRules,
    {
      name: 'feature-without-a-place-in-the-order',
      comment: 'Give the feature its line in FEATURES.',
      severity: 'error',
      from: { path: '^api/src/features/', pathNot: `^api/src/features/(${Object.keys(FEATURES).join('|')})/` },
      to: { path: '^api/src/features/([^/]+)/' },
    },
    {
      name: 'tests-import-the-testkit-from-where-it-may-be',
      comment: 'The domain and the documents are tested without a database, the web in a browser.',
      severity: 'error',
      from: { path: '^(web|packages/(domain|documents))/' },
      to: { path: '^(packages/testkit|db|api)/' },
    },
    {
      name: 'testkit-only-in-tests',
      severity: 'error',
      from: { path: '^(api|db|web|packages)/', pathNot: `${TESTS}|^packages/testkit/` },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'domain-does-no-io',
      severity: 'error',
      from: { path: '^packages/domain/src/', pathNot: TESTS },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'] },
    },
    {
      name: 'only-stores-touch-tables',
      comment: 'A query belongs into store.ts, a job, a command, or db itself.',
      severity: 'error',
      from: { path: '^(api|web|packages/documents)/', pathNot: `${TESTS}|${STORES}` },
      to: { path: '^db/src/schema/|node_modules/(drizzle-orm|postgres)/' },
    },
    {
      name: 'only-schemas-touch-the-builder',
      severity: 'error',
      from: { path: '^api/', pathNot: `${TESTS}|${BUILDERS}` },
      to: { path: '^api/src/schema/builder(\\.ts|/)|node_modules/@pothos/' },
    },
    {
      name: 'web-features-stand-alone',
      comment: 'What two features of the web share goes into ui or lib.',
      severity: 'error',
      from: { path: '^web/src/(ui|lib)/' },
      to: { path: '^web/src/(features|app)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-import-that-leads-nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'what-is-imported-is-declared',
      severity: 'error',
      from: { path: '^(api|db|web|packages)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What the product is measured against is installed by the measurement alone, and serves the product's own schema.
    exclude: { path: '(^|/)(dist|coverage|test-results|playwright-report)/|^web/src/gql/|^packages/bench/rivals/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json', '.d.ts'],
    },
    skipAnalysisNotInRules: true,
  },
}
