const { rooms } = require('./scripts/importTable.cjs');

/** Folders that may import any room. */
const unrestrictedFolders = ['bench', 'scripts', 'tests'];

const isFile = (room) => room.endsWith('.ts');
const escaped = (room) => room.replaceAll('.', '\\.');
/** Matches the files of a room, without those of its subfolders. */
const filesOf = (room) => (isFile(room) ? `^${escaped(room)}$` : `^${room}/[^/]+$`);
const areas = [...new Set(Object.keys(rooms).map((room) => room.split('/')[0]))].filter((area) => !isFile(area));
const projectFiles = `^(index\\.ts$|(${[...areas, ...unrestrictedFolders].join('|')})/)`;

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `imports-of-${room}`,
  severity: 'error',
  from: { path: filesOf(room) },
  to: { path: projectFiles, pathNot: [room, ...allowed].map(filesOf) },
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
      from: {
        path: projectFiles,
        pathNot: [...Object.keys(rooms).map(filesOf), `^(${unrestrictedFolders.join('|')})/`],
      },
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
    {
      name: 'kernel-program-stays-in-its-room',
      severity: 'error',
      from: { pathNot: '^(tests/)?quality/kernel/' },
      to: { path: '^quality/kernel/(program|assembly)/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-dev-packages-in-product',
      severity: 'error',
      // `npm ci --omit=dev` installs what `pulumi up` and the commands need. The policy pack has a package.json of its own.
      from: { pathNot: '^(tests|scripts|bench|rehearsal|cli/stack|policy)/' },
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
