import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStackFile } from '../../../cli/doctor/stackFile';

describe('the stack file that doctor reads', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives region, trail, reserved runs and endpoints, with those of the folder', () => {
    const lines = [
      'config:',
      '  aws:region: eu-west-1',
      '  model-observability:endpoints: { churn: {}, fraud: {} }',
      '  model-observability:evidence: { trailArn: arn:aws:cloudtrail:eu-west-1:123456789012:trail/all }',
      '  model-observability:analyzer: { reservedConcurrency: 5 }',
      '  model-observability:digest: { from: monitoring@example.com }',
    ];
    writeFileSync(join(folder, 'Pulumi.prod.yaml'), lines.join('\n'));
    mkdirSync(join(folder, 'endpoints'));
    for (const name of ['a.yaml', 'b.yml', 'README.md']) writeFileSync(join(folder, 'endpoints', name), '');
    assert.deepEqual(readStackFile('prod', folder), {
      region: 'eu-west-1',
      digestFrom: 'monitoring@example.com',
      trailArn: 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/all',
      endpoints: 4,
      reservedConcurrency: 5,
    });
  });

  it('may be missing, empty, or invalid in parts, but must be YAML', () => {
    assert.equal(readStackFile('prod', folder), undefined);
    writeFileSync(join(folder, 'Pulumi.prod.yaml'), 'config: { "model-observability:endpoints": 3 }');
    assert.deepEqual(readStackFile('prod', folder), {
      region: undefined,
      digestFrom: undefined,
      trailArn: undefined,
      endpoints: 0,
      reservedConcurrency: 0,
    });
    writeFileSync(join(folder, 'Pulumi.prod.yaml'), 'config: [');
    assert.throws(() => readStackFile('prod', folder), /Pulumi\.prod\.yaml: is not YAML/);
  });
});
