/**
 * Mutation tests of what is deployed, by the unit specs that mirror it; not part of continuous integration.
 * `npm run mutants -- --mutate components/alarmSpecs.ts` tests one file.
 */
export default {
  mutate: ['components/**/*.ts', 'config/**/*.ts', 'contract/**/*.ts', 'functions/**/*.ts'],
  testRunner: 'mocha',
  mochaOptions: {
    'no-config': true,
    require: ['ts-node/register'],
    spec: ['tests/{components,config,contract,functions}/**/*.spec.ts'],
    // Reads the sources, which are instrumented here.
    ignore: ['tests/components/typeTokens.spec.ts'],
  },
  coverageAnalysis: 'perTest',
  // A mutant in a table at the top of a module needs a process of its own, which takes as long as all of the others.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  checkers: [],
  disableTypeChecks: false,
  allowEmpty: false,
  ignorePatterns: ['/out', '/.cache', '/bench', '/docs', '/policy', '/.ci'],
  tempDirName: 'out/mutants/sandbox',
  reporters: ['clear-text', 'json', 'html'],
  clearTextReporter: { allowColor: false, logTests: false, reportMutants: true, reportScoreTable: true },
  jsonReporter: { fileName: 'out/mutants/report.json' },
  htmlReporter: { fileName: 'out/mutants/report.html' },
};
