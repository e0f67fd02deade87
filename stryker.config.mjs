/**
 * Mutation tests of what is deployed, each folder by the specs that mirror it; not part of continuous integration.
 * `MUTANTS=contract npm run mutants` tests one folder, and ` -- --mutate contract/sla.ts` one file of it.
 */
const folders = process.env.MUTANTS?.split(',') ?? ['components', 'config', 'contract', 'functions', 'incidents'];

export default {
  mutate: folders.map((folder) => `${folder}/**/*.ts`),
  testRunner: 'mocha',
  mochaOptions: {
    'no-config': true,
    require: ['./scripts/register.cjs'],
    spec: folders.map((folder) => `tests/${folder}/**/*.spec.ts`),
    // Reads the sources, which are instrumented here.
    ignore: ['tests/components/typeTokens.spec.ts'],
  },
  coverageAnalysis: 'perTest',
  // A mutant in a table at the top of a module needs a process of its own, which takes as long as all of the others.
  ignoreStatic: true,
  concurrency: 1,
  timeoutMS: 20_000,
  checkers: [],
  disableTypeChecks: false,
  allowEmpty: false,
  ignorePatterns: ['/out', '/.cache', '/bench', '/docs', '/policy/node_modules', '/.ci'],
  tempDirName: 'out/mutants/sandbox',
  reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportMutants: true, reportScoreTable: true },
  jsonReporter: { fileName: 'out/mutants/report.json' },
  htmlReporter: { fileName: 'out/mutants/report.html' },
};
