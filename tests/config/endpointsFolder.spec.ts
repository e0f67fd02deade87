import assert from 'node:assert/strict';
import { accepted, churn, files, problemLines, stackFile } from './stackFile';

const { endpoints: _, ...withoutEndpoints } = stackFile;
const baseline = 'baseline: 2026-11-01-3f9a2c\n';
const ownFile = `engine: modelMonitor\nschema: v1\nsla: slas/churn.yaml\n${baseline}`;
const fraud = {
  'endpoints/fraud.yaml': ownFile.replaceAll('churn', 'fraud'),
  'schemas/fraud/v1.yaml': files['schemas/churn/v1.yaml'] ?? '',
  'slas/fraud.yaml': files['slas/churn.yaml']?.replace('endpoint: churn', 'endpoint: fraud') ?? '',
};
const names = ({ settings }: ReturnType<typeof accepted>) => settings.endpoints.map(({ endpoint }) => endpoint);

describe('endpoints in files of their own', () => {
  it('are named after their files, and equal those in a stack file', () => {
    const folder = { ...files, 'endpoints/churn.yaml': ownFile };
    const split = accepted(withoutEndpoints, { files: folder });
    const whole = accepted({ ...stackFile, endpoints: { churn: { ...churn, baseline: '2026-11-01-3f9a2c' } } });
    assert.deepEqual(split, whole);
  });

  it('stand beside those in the stack file', () => {
    assert.deepEqual(names(accepted(stackFile, { files: { ...files, ...fraud } })), ['churn', 'fraud']);
    assert.deepEqual(names(accepted(withoutEndpoints, { files: { ...files, ...fraud } })), ['fraud']);
  });

  it('are refused when the stack file has them too, with both places', () => {
    const folder = { ...files, 'endpoints/churn.yaml': `# The churn model\n${ownFile}` };
    assert.deepEqual(problemLines(stackFile, { files: folder, stack: 'dev' }), [
      'endpoints/churn.yaml:1: endpoint churn is also in Pulumi.dev.yaml, under endpoints.churn; remove one of them',
    ]);
  });

  it('have problems with file and line', () => {
    const folder = {
      ...files,
      ...fraud,
      'endpoints/churn.yaml':
        'engine: modelMonitor\nschema: v1\n\nbasline: latest\nsla: slas/none.yaml\nschedule: hourly\n',
    };
    assert.deepEqual(problemLines(withoutEndpoints, { files: folder }), [
      "endpoints/churn.yaml:4: basline: unknown key; did you mean 'baseline'? known keys: engine, schema, baseline, schemaFile, sla, owner, variant, schedule, instanceType, instanceCount, networkIsolation, analyzerImage, maxRuntimeMinutes, featureMetrics",
      "endpoints/churn.yaml:5: sla: file slas/none.yaml not found; add it or fix the path, which is relative to the program's folder",
      "endpoints/churn.yaml:6: schedule: invalid schedule 'hourly': use cron(0 * ? * * *), cron(0 H ? * * *) or cron(0 H/N ? * * *) with H from 0 to 23 (UTC) and N from 1 to 24",
    ]);
  });

  it('have warnings with file and line', () => {
    const folder = { ...files, 'endpoints/churn.yaml': ownFile.replace(baseline, '') };
    assert.deepEqual(accepted(withoutEndpoints, { files: folder }).warnings, [
      'endpoints/churn.yaml:1: baseline: missing, so no monitor and no alarms are deployed; derive a baseline from a clean window and set its id here',
    ]);
  });

  const refused: readonly [what: string, name: string, text: string, line: string][] = [
    ['invalid YAML', 'churn.yaml', 'engine: [', 'endpoints/churn.yaml:1: invalid YAML: '],
    ['an empty file', 'churn.yaml', '', 'endpoints/churn.yaml:1: must be a map of keys to values'],
    ['a list', 'churn.yaml', '- churn', 'endpoints/churn.yaml:1: must be a map of keys to values'],
    ['an invalid name', 'my_churn.yaml', ownFile, "endpoints/my_churn.yaml:1: invalid endpoint name 'my_churn'"],
    [
      'a name that differs in case only',
      'Fraud.yaml',
      ownFile,
      "endpoints/fraud.yaml:1: duplicate endpoint name 'Fraud'",
    ],
    [
      'another ending',
      'churn.yml',
      ownFile,
      'endpoints/churn.yml: not read, because its name does not end in .yaml; rename it',
    ],
    [
      'a credential',
      'churn.yaml',
      `${ownFile}owner: Bearer q8Rz1LmTv0Xc\n`,
      'endpoints/churn.yaml:5: owner: the value looks like an authorization header, but settings are shown in AWS; remove it and revoke it',
    ],
  ];
  for (const [what, name, text, line] of refused) {
    it(`are refused with ${what}`, () => {
      const lines = problemLines(withoutEndpoints, { files: { ...files, ...fraud, [`endpoints/${name}`]: text } });
      assert.ok(
        lines.some((printed) => printed.startsWith(line)),
        lines.join('\n'),
      );
    });
  }

  it('are read from the folder that the settings name', () => {
    const folder = { ...files, ...fraud, 'endpoints/dev/churn.yaml': ownFile };
    const settings = { ...withoutEndpoints, endpointsFolder: 'endpoints/dev' };
    assert.deepEqual(names(accepted(settings, { files: folder })), ['churn']);
    assert.deepEqual(problemLines({ ...stackFile, endpointsFolder: 'endpoints/prod' }, { files: folder }), [
      "endpointsFolder: folder endpoints/prod not found; add it or fix the path, which is relative to the program's folder",
    ]);
  });

  it('are not read in a rehearsal, unless its settings name the folder', () => {
    const folder = { ...files, ...fraud };
    assert.deepEqual(names(accepted(stackFile, { stack: 'local', files: folder })), ['churn']);
    const named = { ...stackFile, endpointsFolder: 'endpoints' };
    assert.deepEqual(names(accepted(named, { stack: 'local', files: folder })), ['churn', 'fraud']);
  });

  it('may be absent when the stack file has endpoints, and are missed when it has none', () => {
    assert.deepEqual(problemLines(stackFile), []);
    assert.deepEqual(problemLines(withoutEndpoints), ['endpoints: missing; expected a map of keys to values']);
    const readme = { ...files, 'endpoints/README.md': '# Endpoints', 'endpoints/.draft.yaml': '[' };
    assert.deepEqual(problemLines(stackFile, { files: readme }), []);
  });
});
