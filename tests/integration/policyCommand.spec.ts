import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { PolicyReport } from '../../policy/report/policyReport';
import { runCliProcess } from '../support/runCli';

const urnOf = (type: string, name: string) => `urn:pulumi:prod::shop::${type}::${name}`;
const resources = [
  { urn: urnOf('pulumi:pulumi:Stack', 'shop-prod'), type: 'pulumi:pulumi:Stack', custom: false },
  {
    urn: urnOf('aws:s3/bucket:Bucket', 'loose'),
    type: 'aws:s3/bucket:Bucket',
    id: 'loose',
    custom: true,
    inputs: { bucket: 'loose' },
    outputs: { bucket: 'loose', arn: 'arn:aws:s3:::loose', tags: { owner: 'shop' } },
  },
];
const manifest = { time: '2026-11-24T00:00:00Z', magic: '', version: 'v3.259.0' };

describe('npm run policy', function () {
  this.timeout(180_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'policy-command-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);

  it('judges a saved state, writes its findings in every format, and exits with 1', () => {
    writeFileSync(at('state.json'), JSON.stringify({ version: 3, deployment: { manifest, resources } }));
    const { code, out, err } = runCliProcess('policy', '--state', at('state.json'), '--out', at('out'), '--json');
    assert.equal(code, 1, err);
    const report = JSON.parse(out) as PolicyReport;
    assert.deepEqual([report.stack, report.source, report.resources], ['prod', 'state', 1]);
    const findings = report.findings.filter(({ rule }) => rule === 's3-bucket-versioning');
    assert.deepEqual(
      findings.map(({ level, severity, name, message }) => [level, severity, name, message]),
      [
        [
          'mandatory',
          'high',
          'loose',
          "Bucket 'loose' has no versioning: add an aws.s3.BucketVersioning with " +
            "versioningConfiguration.status 'Enabled'.",
        ],
      ],
    );
    assert.deepEqual(readdirSync(at('out')).sort(), ['policy.json', 'policy.md', 'policy.sarif']);
    assert.match(readFileSync(at('out/policy.md'), 'utf8'), /^### Policies on stack `prod`: \d+ mandatory/);
  });

  it('previews a stack of the program, and exits with 0 for advisory findings', () => {
    const { code, out, err } = runCliProcess('policy', '--stack', 'dev', '--out', at('dev'));
    assert.equal(code, 0, err);
    assert.match(out, /^stack dev, \d+ resources: 0 mandatory and \d+ advisory findings\n/);
    const { findings } = JSON.parse(readFileSync(at('dev/policy.json'), 'utf8')) as PolicyReport;
    assert.deepEqual([...new Set(findings.map(({ rule }) => rule))], ['undetermined']);
  });

  it('reads levels and settings from a file, for a saved state and a preview', () => {
    writeFileSync(at('state.json'), JSON.stringify({ version: 3, deployment: { manifest, resources } }));
    writeFileSync(at('levels.json'), JSON.stringify({ 's3-bucket-versioning': 'disabled', undetermined: 'mandatory' }));
    const config = ['--config', relative(process.cwd(), at('levels.json')), '--json'];
    const judge = (name: string, ...args: string[]) => {
      const { code, out, err } = runCliProcess('policy', '--out', at(name), ...args, ...config);
      assert.equal(code, 1, err);
      return (JSON.parse(out) as PolicyReport).findings;
    };
    const ofState = judge('by-state', '--state', at('state.json'));
    assert.deepEqual(
      ofState.filter(({ rule }) => rule === 's3-bucket-versioning'),
      [],
    );
    assert.notEqual(ofState.length, 0);
    const ofPreview = judge('by-preview', '--stack', 'dev');
    assert.deepEqual([...new Set(ofPreview.map(({ rule, level }) => `${rule} ${level}`))], ['undetermined mandatory']);
  });

  it('reports invalid input in one sentence, with exit code 1', () => {
    writeFileSync(at('empty.json'), JSON.stringify({ version: 3, deployment: { manifest, resources: [] } }));
    writeFileSync(at('text.json'), 'text');
    const rejection = (...args: string[]) => {
      const { code, err } = runCliProcess('policy', '--out', at('none'), ...args);
      return [code, err.trim()];
    };
    assert.deepEqual(rejection('--state', at('empty.json')), [
      1,
      `${at('empty.json')}: the state has no resources to check`,
    ]);
    assert.deepEqual(rejection('--state', at('text.json')), [
      1,
      `${at('text.json')}: invalid JSON; use the output of 'pulumi stack export --file <file>'`,
    ]);
    assert.deepEqual(rejection('--stack', 'nowhere'), [
      1,
      'file Pulumi.nowhere.yaml not found: --stack must be a stack with settings in Pulumi.<stack>.yaml',
    ]);
    assert.deepEqual(rejection('--stack', 'dev', '--state', at('empty.json')), [
      1,
      '--state cannot be combined with --stack',
    ]);
  });
});
