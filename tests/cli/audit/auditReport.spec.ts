import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlResult } from '../../../audit/pack/controls';
import { schemaFaults } from '../../support/jsonSchema';
import { oscalFaults } from '../../support/oscalFaults';
import { runCli } from '../../support/runCli';
import { signedTrail } from '../../support/signedTrail';
import { trailFolder } from '../../support/trailFolder';
import { trailRecord } from '../../support/trailRecords';

const start = new Date('2026-09-30T22:00:00Z');
const silence = 'critical.prod.churn.silence';
/** Hours of the trail by their records. The quarter begins with the third. */
const signed = signedTrail({
  start,
  hours: 6,
  regions: ['eu-west-1'],
  records: (hour) => {
    const at = (minute: string) => hour.toISOString().replace(/:00:00\.000Z/, `:${minute}:00Z`);
    const record = (minute: string, changes: object) => ({
      ...trailRecord,
      eventID: at(minute),
      eventTime: at(minute),
      ...changes,
    });
    const calls: Readonly<Record<string, object[]>> = {
      '01': [record('10', {}), record('20', { eventName: 'ListTags' })],
      '02': [
        record('30', {
          eventSource: 'cloudtrail.amazonaws.com',
          eventName: 'StopLogging',
          requestParameters: { name: 'evidence' },
          errorCode: 'AccessDenied',
        }),
      ],
    };
    return calls[hour.toISOString().slice(11, 13)] ?? [record('40', { eventName: 'DescribeAlarms' })];
  },
});

describe('audit report', function () {
  this.timeout(30_000);
  const trail = trailFolder();
  let keys: string;
  let out: string;
  beforeEach(() => {
    for (const [key, body] of signed.files) trail.write(`bucket/${key}`, body);
    keys = join(trail.path(), 'keys.json');
    out = join(trail.path(), 'packs');
    writeFileSync(keys, signed.keyList);
  });
  const report = (...args: readonly string[]) =>
    runCli(
      'audit',
      'report',
      '--quarter',
      '2026Q4',
      '--trail',
      join(trail.path(), 'bucket'),
      '--public-keys',
      keys,
      '--out',
      out,
      ...args,
    );
  const readJson = <T>(name: string) => JSON.parse(readFileSync(join(out, '2026Q4', name), 'utf8')) as T;
  const python = (...args: readonly string[]) => spawnSync('python3', args, { encoding: 'utf8' });

  it('writes a pack whose controls name author, time and expiry of each exception', async () => {
    const { code, out: printed } = await report('--json');
    assert.equal(code, 2);
    const { controls } = JSON.parse(printed) as { controls: ControlResult[] };
    assert.deepEqual(controls, readJson('controls.json'));
    const exceptions = Object.fromEntries(controls.map(({ id, exceptions }) => [id, exceptions.length]));
    const gaps = exceptions['record-complete'] ?? 0;
    assert.deepEqual(exceptions, {
      // The trail of the sample ends before the quarter does.
      'record-complete': gaps,
      'record-protected': 1,
      'changes-explained': 2,
      'mutes-limited': 1,
      'baselines-approved': 0,
      'schedules-running': 0,
      'alerts-delivered': 1,
    });
    const author = 'arn:aws:iam::123456789012:user/mallory';
    const [mute] = controls.find(({ id }) => id === 'mutes-limited')?.exceptions ?? [];
    assert.deepEqual(mute, {
      text: `${silence}: no reason, no end`,
      author: 'user mallory',
      at: '2026-10-01T01:10:00Z',
    });
    const [stop] = controls.find(({ id }) => id === 'record-protected')?.exceptions ?? [];
    assert.deepEqual([stop?.author, stop?.at], [author, '2026-10-01T02:30:00Z']);
    assert.match(
      stop?.text ?? '',
      /^user mallory tried to change trail evidence \(evidence\) and was refused \(AccessDenied\)/,
    );
    assert.ok(readdirSync(join(out, '2026Q4')).includes('report.html'));
    assert.deepEqual(schemaFaults('audit/schemas/evidence-index.schema.json', readJson('index.json')), []);
    assert.deepEqual(oscalFaults(readJson('assessment-results.json')), []);
  });

  it('says how long the log is kept, by the settings of the stack', async () => {
    const folder = process.cwd();
    process.chdir(trail.path());
    try {
      const config = { 'model-observability:retention': { capturesDays: 14 } };
      writeFileSync('Pulumi.prod.yaml', JSON.stringify({ config }));
      await report('--stack', 'prod');
    } finally {
      process.chdir(folder);
    }
    const { log } = readJson<{ log: { what: string; kept: string }[] }>('index.json');
    const kept = Object.fromEntries(log.map((part) => [part.what, part.kept]));
    assert.deepEqual(
      [kept['captures'], kept['records of calls']],
      ['14 days', '7 years, with Object Lock in governance mode'],
    );
  });

  it('writes a pack that verifies by itself, and whose every change is found', async () => {
    const { out: printed } = await report();
    const index = printed.trim().split('\n').at(-1)?.trim() ?? '';
    const pack = join(out, '2026Q4');
    const untouched = python(join(pack, 'verify.py'), pack, '--index', index);
    assert.deepEqual([untouched.stdout, untouched.stderr], ['not signed\nthe pack is complete and unaltered\n', '']);
    const tampered = python(join(__dirname, '..', '..', 'audit', 'pack', 'tamperPack.py'), pack, index, '150', '1');
    assert.deepEqual([tampered.stdout, tampered.stderr], ['150 of 150 tamperings with the pack found\n', '']);
  });

  it('writes a pack whose verifier finds calls and results that the log files do not have', async () => {
    await report();
    const pack = join(out, '2026Q4');
    const changes = readJson<{ who: string; verdict: string }[]>('changes.json');
    writeFileSync(
      join(pack, 'changes.json'),
      JSON.stringify(changes.map((call) => ({ ...call, who: 'somebody', verdict: 'routine' }))),
    );
    const { stdout, status } = python(join(pack, 'verify.py'));
    assert.match(stdout, /2026-10-01T01 {2}trail\/.*: record .* has another caller than changes\.json/);
    assert.match(stdout, /controls\.json: changes-explained: not the unexplained calls of changes\.json/);
    assert.equal(status, 1);
  });

  it('refuses a folder that has files, a quarter that has not begun, and one that is not a quarter', async () => {
    await report();
    assert.match((await report()).err, /2026Q4: already has files; move them, or name another folder with --out$/);
    assert.match((await report('--quarter', '9026Q4')).err, /^quarter 9026Q4 has not begun$/);
    assert.match((await report('--quarter', '2026-4')).err, /expected a quarter such as 2026Q4/);
  });

  it('exits with 3 without a log file in the quarter', async () => {
    const { code, err } = await report('--quarter', '2025Q1');
    assert.deepEqual([code, err.replace(/in .* in/, 'in')], [3, 'nothing to report: no log file of a trail in 2025Q1']);
  });
});
