const { rooms } = require('./scripts/importTable.cjs');

/** Folders that import from many rooms: what they may not import is in the rules below. */
const open = ['bench', 'scripts', 'tests'];

const isFile = (room) => room.endsWith('.ts');
const escaped = (room) => room.replaceAll('.', '\\.');
/** Files right in a room, whatever lies below it. */
const filesOf = (room) => (isFile(room) ? `^${escaped(room)}$` : `^${room}/[^/]+$`);
const areas = [...new Set(Object.keys(rooms).map((room) => room.split('/')[0]))].filter((area) => !isFile(area));
const ours = `^(index\\.ts$|(${[...areas, ...open].join('|')})/)`;

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `imports-of-${room}`,
  severity: 'error',
  from: { path: filesOf(room) },
  to: { path: ours, pathNot: [room, ...allowed].map(filesOf) },
}));

const packageRule = (name, from, forbidden) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: `node_modules/(${forbidden})` },
});

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'every-file-has-a-room',
      severity: 'error',
      from: { path: ours, pathNot: [...Object.keys(rooms).map(filesOf), `^(${open.join('|')})/`] },
      to: { path: '.' },
    },
    {
      name: 'product-imports-neither-tests-nor-bench',
      severity: 'error',
      from: { pathNot: '^(tests|bench|scripts)/' },
      to: { path: '^(tests|bench)/' },
    },
    packageRule('no-cloud-in-contract-quality-and-report', '^(contract|quality|report)/', '@pulumi/|@aws-sdk/'),
    packageRule('no-sdk-in-components', '^(components|config)/', '@aws-sdk/'),
    packageRule('no-pulumi-in-functions', '^functions/', '@pulumi/'),
    packageRule('policy-stands-alone', '^policy/', '@pulumi/aws/|@aws-sdk/'),
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-dev-packages-in-product',
      severity: 'error',
      from: { pathNot: '^(tests|scripts|policy/scripts)/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'policy/node_modules' },
  },
};
