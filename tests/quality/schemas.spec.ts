import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { parse } from 'yaml';
import { parseCaptureSchema } from '../../contract/captureSchema';
import { reportFiles } from '../../contract/modelMonitorFiles';
import { baselineFiles } from '../../contract/storeLayout';
import { approveManifest, manifestText } from '../../quality/baseline/manifest';
import { packBaseline } from '../../quality/baseline/packBaseline';
import { analyzeWindow } from '../../quality/monitor/analyzeWindow';
import { rejectsFileOf, reportFilesOf } from '../../quality/monitor/reportFilesOf';
import { captureSource } from '../../quality/source/captureSource';
import { EmptyWindowError } from '../../quality/window/emptyWindowError';
import { monitoringDatasets } from '../support/monitoringDatasets';

const root = join(__dirname, '..', '..');
const folder = join(root, 'quality', 'schemas');
const suffix = '.schema.json';
const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
const validators = new Map<string, ValidateFunction>(
  readdirSync(folder).map((name) => [
    `${basename(name, suffix)}.json`,
    ajv.compile(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
  ]),
);

/** The schema's errors on a written file. */
function faults(name: string, text: string): string[] {
  const validate = validators.get(name);
  if (!validate) return [`${name} has no schema`];
  validate(JSON.parse(text));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath} ${message}`);
}

const derived = monitoringDatasets.baseline();
const { schema } = parseCaptureSchema(parse(readFileSync(join(root, 'schemas', 'arrival-delay', 'v1.yaml'), 'utf8')));
if (!schema) throw new Error('the schema of the data sets does not parse');
const packed = packBaseline({
  derived,
  endpoint: 'arrival-delay',
  schema,
  derivedAt: new Date('2026-11-01T00:00:00Z'),
  derivedBy: 'arn:aws:iam::123456789012:user/someone',
  source: 'training.csv',
});

/** The fields that the tests below damage. */
interface Fields {
  rows?: number;
  sha256: Record<string, string>;
  features: object[];
}

/** The schema's errors on a changed copy of a written file. */
function changed(name: string, text: string, change: (fields: Fields) => void): string[] {
  const fields = JSON.parse(text);
  change(fields);
  return faults(name, JSON.stringify(fields));
}

describe('the JSON Schemas', () => {
  it('exist for every file of a baseline and of a report, and for no other file', () => {
    const written = new Set<string>([...baselineFiles, ...Object.values(reportFiles)]);
    assert.deepEqual([...validators.keys()].sort(), [...written].sort());
  });

  it('accept the baseline of the mock payloads', () => {
    for (const [name, text] of Object.entries(packed.files)) assert.deepEqual(faults(name, text), []);
  });

  it('accept an approved manifest, and refuse an approval without a reason', () => {
    const approval = { by: 'arn:aws:iam::123456789012:user/reviewer', at: new Date('2026-11-01T12:00:00Z') };
    const text = (why: string) => manifestText(approveManifest(packed.manifest, { ...approval, why }));
    assert.deepEqual(faults('manifest.json', text('a week without incidents')), []);
    assert.deepEqual(faults('manifest.json', text('')), [
      'manifest.json/approval/why must NOT have fewer than 1 characters',
    ]);
  });

  const sets = ['clean', 'drifted', 'broken/missing-column', 'broken/changed-type', 'broken/garbage'];
  for (const set of sets) {
    for (const [hour, captures] of monitoringDatasets.capturesOf(set)) {
      it(`accept the report on ${set} ${hour}`, async () => {
        const files = reportFilesOf(await analyzeWindow({ ...derived, captures }));
        assert.equal('rejects.json' in files, set === 'broken/garbage');
        for (const [name, text] of Object.entries(files)) assert.deepEqual(faults(name, text), []);
      });
    }
  }

  it('accept an overflowing sum, and a column without values', async () => {
    const side = (data: string) => ({ observedContentType: 'text/csv', data, encoding: 'CSV' });
    const text = JSON.stringify({
      captureData: { endpointOutput: side('1e308\n1e308'), endpointInput: side(',x\n,x') },
    });
    const constraints = { ...derived.constraints, features: derived.constraints.features.slice(0, 3) };
    const files = reportFilesOf(await analyzeWindow({ ...derived, constraints, captures: [captureSource('f', text)] }));
    assert.match(files['statistics.json'] ?? '', /"sum": "Infinity"/);
    assert.match(files['statistics.json'] ?? '', /"inferred_type": "Unknown"/);
    for (const [name, written] of Object.entries(files)) assert.deepEqual(faults(name, written), []);
  });

  it('accept a report with more rejects than it lists', async () => {
    const captures = [captureSource('f', `${'x\n'.repeat(10_001)}`)];
    const error: unknown = await analyzeWindow({ ...derived, captures }).catch((reason: unknown) => reason);
    assert.ok(error instanceof EmptyWindowError);
    const text = rejectsFileOf(error)['rejects.json'] ?? '';
    assert.equal((JSON.parse(text) as { count: number }).count, 10_001);
    assert.deepEqual(faults('rejects.json', text), []);
  });

  it('accept files of the managed container, new and before 2024, in any of its spellings', () => {
    const presence = { num_present: 2, num_missing: 0 };
    const kll = {
      buckets: Array.from({ length: 10 }, () => ({ lower_bound: 0.0, upper_bound: 1.0, count: 2.0 })),
      sketch: { parameters: { c: 0.64, k: 2048 }, data: [[0.5, 1]] },
    };
    const numbers = { common: presence, mean: 1, sum: 2, std_dev: 0, min: 1, max: 1, distribution: { kll } };
    const categorical = { buckets: [{ value: 'a', count: 23432 }] };
    const features = [
      { name: 'Day Mins', inferred_type: 'Fractional', numerical_statistics: numbers },
      {
        name: 'Flow Byts/s',
        inferred_type: 'Integral',
        numerical_statistics: { ...numbers, completeness: 1, approximate_num_distinct_values: 2 },
      },
      {
        name: 'State',
        inferred_type: 'String',
        string_statistics: { common: presence, distinct_count: 24000, distribution: { categorical } },
      },
      { name: 'note', inferred_type: 'Unknown', string_statistics: { common: presence, distinct_count: 0 } },
      { name: 'none', inferred_type: 'Unknown' },
    ];
    assert.deepEqual(
      faults('statistics.json', JSON.stringify({ version: 0, dataset: { item_count: 2 }, features })),
      [],
    );
    const overrides = { datatype_check_threshold: 0, distribution_constraints: { comparison_method: 'linf_robust' } };
    const constraints = {
      version: 0,
      features: [
        { name: "Int'l Plan", inferred_type: 'String', completeness: 1, string_constraints: { domains: ['no'] } },
        {
          name: 'a',
          inferred_type: 'Integral',
          completeness: 1,
          num_constraints: {},
          monitoring_config_overrides: overrides,
        },
        { name: 'b', inferred_type: 'Integral', completeness: 1, monitoringConfigOverrides: overrides },
      ],
      monitoring_config: {
        evaluate_constraints: 'Enabled',
        distribution_constraints: { comparison_method: 'linf_simple' },
      },
    };
    assert.deepEqual(faults('constraints.json', JSON.stringify(constraints)), []);
  });

  it('have a completeness beside common, and whole numbers where the container prints them', () => {
    const text = packed.files['statistics.json'];
    assert.doesNotMatch(text, /"common": \{[^}]*completeness/);
    assert.match(text, /"approximate_num_distinct_values": \d+,/);
    assert.match(text, /"value": "[^"]+",\s+"count": \d+\n/);
    assert.match(text, /"distinct_count": \d+\.0,/);
    assert.match(text, /"upper_bound": [^,]+,\s+"count": \d+\.0\n/);
  });

  it('refuse an unknown field, a missing field and an invalid hash', () => {
    const manifest = packed.files['manifest.json'];
    const errors = [
      changed('manifest.json', manifest, (fields) => Object.assign(fields, { approvedBy: 'someone' })),
      changed('manifest.json', manifest, (fields) => delete fields.rows),
      changed('manifest.json', manifest, (fields) => Object.assign(fields.sha256, { 'statistics.json': '?' })),
    ];
    assert.deepEqual(errors.flat(), [
      'manifest.json must NOT have additional properties',
      "manifest.json must have required property 'rows'",
      'manifest.json/sha256/statistics.json must match pattern "^[0-9a-f]{64}$"',
    ]);
  });

  it('refuse numbers of a String feature, and a share above 1', () => {
    const errors = [
      changed('statistics.json', packed.files['statistics.json'], (fields) =>
        Object.assign(fields.features[0] ?? {}, { inferred_type: 'String' }),
      ),
      changed('constraints.json', packed.files['constraints.json'], (fields) =>
        Object.assign(fields.features[0] ?? {}, { completeness: 1.5 }),
      ),
    ];
    assert.ok(errors[0]?.includes("statistics.json/features/0 must have required property 'string_statistics'"));
    assert.deepEqual(errors[1], ['constraints.json/features/0/completeness must be <= 1']);
  });
});
