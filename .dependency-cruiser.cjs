/** Who may import whom: a row per folder, and what it may import besides itself and packages. */
const table = {
  '^index\\.ts$': ['components', 'config'],
  '^config/': ['contract'],
  '^contract/': [],
  '^components/': ['contract'],
  '^quality/': ['contract'],
  '^functions/': ['contract', 'quality'],
  '^policy/': [],
  '^store/': ['contract', 'quality'],
  '^report/': ['contract', 'quality'],
  '^cli/': ['contract', 'quality', 'store', 'report', 'rehearsal'],
  '^rehearsal/': [
    'index\\.ts',
    'config',
    'contract',
    'components',
    'quality',
    'store',
    'report',
    'functions',
    'policy',
  ],
  '^bench/': ['contract', 'components', 'quality', 'policy', 'rehearsal'],
};
const ours =
  '^(index\\.ts|config/|contract/|components/|quality/|functions/|policy/|store/|report/|cli/|rehearsal/|bench/|tests/|scripts/)';

const folderRules = Object.entries(table).map(([from, allowed]) => ({
  name: `imports-of-${from.replace(/[^a-z]/g, '')}`,
  severity: 'error',
  from: { path: from },
  to: { path: ours, pathNot: [from, ...allowed.map((to) => `^${to}`)].join('|') },
}));

const packageRule = (name, from, forbidden) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: `node_modules/(${forbidden})` },
});

module.exports = {
  forbidden: [
    ...folderRules,
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
