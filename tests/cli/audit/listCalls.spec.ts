import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditKinds } from '../../../contract/auditEvents';
import { runCli } from '../../support/runCli';
import { logKey, packRecords, recordOf, trailFolder } from '../../support/trailFolder';

const silence = 'critical.prod.churn.silence';
const span = ['--from', '2026-11-02T00', '--to', '2026-11-03T00'];

describe('the commands that list recorded calls', () => {
  const trail = trailFolder();
  const ask = (...args: readonly string[]) =>
    runCli('audit', ...args, ...(args.includes('--trail') ? [] : ['--trail', trail.path()]), ...span);

  beforeEach(() => {
    trail.write(
      logKey({}),
      packRecords(
        recordOf('mute'),
        recordOf('other alarm', { requestParameters: { alarmNames: ['cpu'] } }),
        recordOf('refused', { errorCode: 'AccessDenied', requestParameters: null, eventTime: '2026-11-02T15:00:00Z' }),
        recordOf('stop', {
          eventSource: 'sagemaker.amazonaws.com',
          eventName: 'StopMonitoringSchedule',
          requestParameters: { monitoringScheduleName: 'fraud-4f1c2a7' },
        }),
        recordOf('overwrite', {
          eventSource: 's3.amazonaws.com',
          eventName: 'PutObject',
          requestParameters: {
            bucketName: 'store',
            key: 'baselines/churn/schema=v1/2026-11-01-3f9a2c/constraints.json',
          },
        }),
        recordOf('policy', {
          eventSource: 's3.amazonaws.com',
          eventName: 'PutBucketPolicy',
          requestParameters: { bucketName: 'store' },
        }),
      ),
    );
  });

  it('print a table of sentences, and exit with 2 for an unexplained call', async () => {
    const { code, out } = await ask('who', '--alarm', silence);
    assert.deepEqual(out.trimEnd().split('\n'), [
      `2 calls on alarm ${silence}, 2 unexplained`,
      `  when (UTC)        verdict      call`,
      `  ${'─'.repeat(16)}  ${'─'.repeat(11)}  ${'─'.repeat(110)}`,
      '  2026-11-02 14:05  unexplained  user mallory muted alarm critical.prod.churn.silence of endpoint churn with DisableAlarmActions from',
      '                                 198.51.100.7 through the AWS CLI; actions enabled to false; unexplained',
      '  2026-11-02 15:00  unexplained  user mallory tried to mute alarm (not named in the record) and was refused (AccessDenied) with',
      '                                 DisableAlarmActions from 198.51.100.7 through the AWS CLI; actions enabled to false; unexplained',
    ]);
    assert.equal(code, 2);
  });

  const questions: [args: string[], ids: string[]][] = [
    [['who', '--schedule', 'fraud-4f1c2a7'], ['stop']],
    [['who', '--baseline', '2026-11-01-3f9a2c'], ['overwrite']],
    [
      ['timeline', 'churn'],
      ['mute', 'other alarm', 'overwrite', 'policy', 'refused'],
    ],
    [
      ['timeline', 'fraud'],
      ['other alarm', 'policy', 'stop', 'refused'],
    ],
    [['unexplained'], ['mute', 'other alarm', 'overwrite', 'policy', 'stop', 'refused']],
  ];
  for (const [args, ids] of questions) {
    it(`list ${ids.join(', ')} for ${args.join(' ')}`, async () => {
      const { code, out } = await ask(...args, '--json');
      const { calls, records } = JSON.parse(out) as { calls: { eventId: string }[]; records: number };
      assert.deepEqual([calls.map(({ eventId }) => eventId), records, code], [ids, 6, 2]);
    });
  }

  it('exit with 0 when every call is routine or planned, by the settings of the stack', async () => {
    const folder = process.cwd();
    process.chdir(trail.path());
    try {
      const evidence = {
        deploymentRoles: ['arn:aws:iam::123456789012:user/mallory'],
        mutes: [{ alarms: ['cpu'], reason: 'load test', until: '2026-11-04T00:00:00Z' }],
      };
      writeFileSync('Pulumi.prod.yaml', JSON.stringify({ config: { 'model-observability:evidence': evidence } }));
      const { code, out } = await ask('unexplained', '--stack', 'prod');
      assert.deepEqual([code, out], [0, '0 calls on the monitoring, 0 unexplained']);
      writeFileSync('Pulumi.prod.yaml', 'config:\n  model-observability:evidence:\n    approvers: [ann]\n');
      const invalid = await ask('unexplained', '--stack', 'prod');
      assert.match(
        invalid.err,
        /^Pulumi\.prod\.yaml:3: config\.model-observability:evidence\.approvers\.0: invalid ARN/,
      );
    } finally {
      process.chdir(folder);
    }
  });

  it("list only calls on the stack's resources with its state", async () => {
    const state = join(trail.path(), 'state.json');
    const resources = [
      { type: 'pulumi:pulumi:Stack', outputs: { endpoints: { churn: {} } } },
      { type: 'aws:cloudwatch/metricAlarm:MetricAlarm', id: silence },
    ];
    writeFileSync(state, JSON.stringify({ version: 3, deployment: { resources } }));
    const { out } = await ask('unexplained', '--state', state, '--json');
    const { calls } = JSON.parse(out) as { calls: { eventId: string }[] };
    assert.deepEqual(
      calls.map(({ eventId }) => eventId),
      ['mute', 'refused'],
    );
    writeFileSync(state, '{}');
    const { code, err } = await ask('unexplained', '--state', state);
    assert.deepEqual(
      [code, err],
      [1, `${state}: not the state of a stack; write it with 'pulumi stack export --file ${state}'`],
    );
  });

  it('exit with 3 without a call, and say whether there was a file', async () => {
    const noCall = await ask('who', '--alarm', 'x', '--json');
    assert.equal(noCall.code, 2, 'a call without names may be on any alarm');
    const noSchedule = await ask('who', '--schedule', 'x');
    assert.deepEqual(
      [noSchedule.code, noSchedule.err],
      [3, 'nothing to list: no call on schedule x from 2026-11-02 00:00 to 2026-11-03 00:00 UTC in 6 records'],
    );
    const empty = join(trail.path(), 'empty');
    mkdirSync(empty);
    const noFile = await runCli('audit', 'unexplained', '--trail', empty, ...span);
    assert.match(noFile.err, /^nothing to list: no log file of a trail in .*empty from 2026-11-02 00:00/);
    assert.equal(noFile.code, 3);
  });

  it('propose the name that was probably meant, if the record has it', async () => {
    for (const [question, name, meant] of [
      ['--schedule', 'fraud-4f1c2a8', 'fraud-4f1c2a7'],
      ['--baseline', '2026-11-01-3f9a2d', '2026-11-01-3f9a2c'],
    ] as const) {
      const { code, err } = await ask('who', question, name);
      assert.equal(code, 3);
      assert.ok(err.endsWith(`in 6 records; did you mean '${meant}'?`), err);
    }
    assert.match((await ask('who', '--schedule', 'nightly-features')).err, /in 6 records$/);
  });

  it('read the accounts of an organization trail that are named', async () => {
    const top = 'AWSLogs/o-a1b2c3d4e5/';
    const accounts = ['111122223333', '444455556666', '777788889999'];
    for (const account of accounts) trail.write(logKey({ top, account }), packRecords(recordOf(`of ${account}`)));
    const idsOf = async (...args: readonly string[]) => {
      const { out } = await ask('who', '--alarm', silence, '--json', ...args);
      return (JSON.parse(out) as { calls: { eventId: string }[] }).calls.map(({ eventId }) => eventId);
    };
    assert.deepEqual(await idsOf('--account', '111122223333', '777788889999'), ['of 111122223333', 'of 777788889999']);
    assert.equal((await idsOf()).length, 5);
  });

  it('exit with 2 if no file can be read', async () => {
    trail.write(logKey({}), 'damaged');
    const { code, out, err } = await ask('unexplained');
    assert.deepEqual([code, out], [2, '0 calls on the monitoring, 0 unexplained']);
    assert.match(err, /^1 file could not be read:/);
  });

  it('exit with 2 and name the files that cannot be read', async () => {
    trail.write(logKey({ unique: 'b' }), 'damaged');
    trail.write(logKey({ unique: 'c' }), packRecords(recordOf('x')).subarray(0, 40));
    const { code, err } = await ask('who', '--schedule', 'fraud-4f1c2a7');
    assert.match(
      err,
      /^2 files could not be read:\n.*_b\.json\.gz: neither gzip nor JSON\n.*_c\.json\.gz: unexpected end of file$/,
    );
    assert.equal(code, 2);
  });

  it('print JSON whose schema has every kind of call', () => {
    const schema = JSON.parse(readFileSync('cli/schemas/audit-who.schema.json', 'utf8'));
    assert.deepEqual([...schema.$defs.call.properties.kind.enum].sort(), Object.keys(auditKinds).sort());
  });

  const refusals: [args: string[], error: string][] = [
    [['who'], 'use one of --alarm, --schedule and --baseline'],
    [['who', '--alarm', 'a', '--schedule', 'b'], 'use one of --alarm, --schedule and --baseline'],
    [['who', '--alarm', ' '], '--alarm: empty; name the alarm to ask about'],
    [['timeline', ''], 'the name of the endpoint is empty; name an endpoint'],
    [
      ['unexplained', '--trail', 's3://'],
      's3://: invalid store address: expected s3://<bucket>, s3://<bucket>/<prefix> or a folder',
    ],
    [
      ['unexplained', '--trail', 'package.json'],
      'package.json: not a folder; name a folder or s3://<bucket> with the files of a trail',
    ],
    [['unexplained', '--since', '3d'], '--since cannot be combined with --from; use one of them'],
  ];
  for (const [args, error] of refusals) {
    it(`refuse ${args.join(' ')}`, async () => {
      const { code, err } = await ask(...args);
      assert.deepEqual([code, err], [1, error]);
    });
  }
});
