// Who may import whom; the picture stands in docs/architecture.md. Run by tests/architecture, which also proves that modules were read.
const rooms = [
  'regions',
  'organisations',
  'audit',
  'people',
  'accounts',
  'catalogue',
  'documents',
  'notices',
  'cases',
  'patients',
  'queue',
  'bpjs',
  'satusehat',
  'keeping',
];

const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const tests = '\\.test\\.tsx?$|/fixture\\.ts$|/gallery';

module.exports = {
  forbidden: [
    never(
      'no-circles',
      'Two files that need each other are one file or three.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    never(
      'kernel-is-alone',
      'The words of the field need nothing.',
      { path: '^src/kernel', pathNot: tests },
      { pathNot: '^src/kernel' },
    ),
    never(
      'engine-is-pure',
      'The definition language: kernel, and parsers where definitions are read.',
      { path: '^src/engine', pathNot: tests },
      { pathNot: '^src/(engine|kernel)|node_modules/(lezer-feel|@lezer|yaml|zod)/' },
    ),
    never(
      'engine-has-no-io',
      'No I/O in the engine.',
      { path: '^src/(engine|kernel)', pathNot: tests },
      { dependencyTypes: ['core'] },
    ),
    never(
      'platform-knows-no-domain',
      'I/O that knows no room.',
      { path: '^src/platform', pathNot: tests },
      { path: '^src/(engine|capabilities|surfaces|browser)' },
    ),
    ...rooms.map((room, i) =>
      never(
        `${room}-looks-left`,
        `${room} may use the doors of rooms to its left only.`,
        { path: `^src/capabilities/${room}/`, pathNot: tests },
        {
          path: '^src/(capabilities|surfaces|browser)',
          pathNot: [
            `^src/capabilities/${room}/`,
            ...rooms.slice(0, i).map((left) => `^src/capabilities/${left}/index\\.ts$`),
          ].join('|'),
        },
      ),
    ),
    never(
      'rooms-know-no-http',
      'Capabilities know no HTTP and no JSX.',
      { path: '^src/capabilities' },
      { path: 'node_modules/(fastify|@fastify|preact)' },
    ),
    never(
      'design-is-plain',
      'Parts know the kernel and Preact.',
      { path: '^src/surfaces/design', pathNot: `${tests}|build-assets` },
      { pathNot: '^src/(kernel|surfaces/design)|node_modules/preact' },
    ),
    never(
      'surfaces-use-doors',
      'Pages use the doors of rooms, never what is behind.',
      { path: '^src/surfaces/(?!design)', pathNot: tests },
      { path: '^src/capabilities/[^/]+/', pathNot: '^src/capabilities/[^/]+/index\\.ts$' },
    ),
    ...['citizen', 'office', 'board', 'api', 'bpjs', 'fhir', 'operator'].map((surface) =>
      never(
        `${surface}-alone`,
        'Surfaces do not know each other.',
        { path: `^src/surfaces/${surface}/`, pathNot: tests },
        { path: '^src/surfaces/', pathNot: `^src/surfaces/(${surface}|design|frame)/` },
      ),
    ),
    never(
      'frame-is-below',
      'What surfaces share knows none of them.',
      { path: '^src/surfaces/frame/' },
      { path: '^src/surfaces/', pathNot: '^src/surfaces/(frame|design)/' },
    ),
    never(
      'phones-get-little',
      'The browser gets the kernel and the pure parts of the engine.',
      { path: '^src/browser' },
      { pathNot: '^src/(browser|kernel|engine/(form|feel/evaluate))' },
    ),
    never('nobody-imports-main', 'What starts everything is imported by nothing.', {}, { path: '^src/main\\.ts$' }),
    never(
      'simulators-stay-outside',
      'Only what composes a demo may start a simulator.',
      { path: '^src/', pathNot: `^src/compose|${tests}` },
      { path: '^simulators' },
    ),
    never(
      'product-knows-no-test',
      'Nothing that ships imports a test.',
      { path: '^(src|simulators)/', pathNot: tests },
      { path: '^tests/' },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
};
