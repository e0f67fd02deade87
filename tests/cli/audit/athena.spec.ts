import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAthena } from '../../support/athenaServer';
import { runCli, runCliOn } from '../../support/runCli';
import { signedTrail } from '../../support/signedTrail';
import { logKey, packRecords, recordOf, trailFolder } from '../../support/trailFolder';
import { auditedCalls, identityForms } from '../../support/trailRecords';
import { openTrailTable } from '../../support/trailTable';

const span = ['--from', '2026-11-02T00', '--to', '2026-11-03T00'];

describe('audit --athena', () => {
  const folder = trailFolder();
  const identities = Object.values(identityForms).map(({ identity }) => identity);

  /** Every call of the table, each by some form of identity, and calls that no question is about. */
  function writeTrail(top: string): void {
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 8, minute)).toISOString().replace('.000', '');
    const records = auditedCalls.map(({ source, name }, i) =>
      recordOf(`call-${i}`, {
        eventSource: source,
        eventName: name,
        eventTime: at(i),
        userIdentity: identities[i % identities.length],
        ...(i % 3 === 0 && { requestParameters: null, errorCode: 'AccessDenied' }),
        ...(i % 5 === 0 && { vpcEndpointId: 'vpce-1', sessionCredentialFromConsole: 'true' }),
      }),
    );
    const objects = [
      recordOf('put', {
        eventSource: 's3.amazonaws.com',
        eventName: 'PutObject',
        eventCategory: 'Data',
        managementEvent: false,
        requestParameters: { bucketName: 'store', key: 'baselines/churn/schema=v1/2026-11-01-3f9a2c/statistics.json' },
      }),
      recordOf('delete', {
        eventSource: 's3.amazonaws.com',
        eventName: 'DeleteObjects',
        requestParameters: { bucketName: 'store' },
        resources: [
          {
            type: 'AWS::S3::Object',
            ARN: 'arn:aws:s3:::store/baselines/churn/schema=v1/2026-11-01-3f9a2c/manifest.json',
          },
          { accountId: '123456789012', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::store' },
        ],
      }),
      recordOf('other', { eventName: 'DescribeAlarms' }),
      recordOf('late', { eventTime: '2026-11-03T00:00:00Z' }),
    ];
    folder.write(logKey({ top }), packRecords(...records.slice(0, 40)));
    folder.write(logKey({ top, region: 'us-east-1' }), packRecords(...records.slice(40)));
    folder.write(logKey({ top, unique: 'b' }), packRecords(...objects, ...records.slice(0, 3)));
  }

  const questions = [
    ['who', '--alarm', 'critical.prod.churn.silence'],
    ['who', '--schedule', 'churn-4f1c2a7'],
    ['who', '--baseline', '2026-11-01-3f9a2c'],
    ['timeline', 'churn'],
    ['unexplained'],
  ];

  for (const [layout, top, accounts] of [
    ["the stack's trail", 'AWSLogs/', []],
    ['an organization trail', 'AWSLogs/o-a1b2c3d4e5/', ['--account', '123456789012']],
  ] as const) {
    it(`lists the calls that the files of ${layout} have`, async () => {
      writeTrail(top);
      const engine = await openTrailTable(folder.path());
      const athena = await startAthena(engine);
      try {
        for (const question of questions) {
          const expected = await runCli('audit', ...question, '--trail', folder.path(), ...span, '--json');
          const args = ['audit', ...question, '--athena', 'prod', ...accounts, ...span, '--json'];
          const { code, out } = await runCliOn(athena.url, ...args);
          const { calls, subject } = JSON.parse(expected.out) as { calls: object[]; subject: string };
          const answer = JSON.parse(out) as { calls: object[]; subject: string };
          assert.ok(calls.length > 0, question.join(' '));
          assert.deepEqual([answer.calls, answer.subject, code], [calls, subject, expected.code], question.join(' '));
        }
        const [{ QueryString = '' } = {}] = athena.started as { QueryString?: string }[];
        assert.equal(QueryString.includes("account IN ('123456789012')"), accounts.length > 0);
        assert.match(QueryString, /day BETWEEN '2026\/11\/01' AND '2026\/11\/04'/);
      } finally {
        await athena.close();
        engine.close();
      }
    });
  }

  it('writes the pack that the files give', async () => {
    writeTrail('AWSLogs/');
    const engine = await openTrailTable(folder.path());
    const athena = await startAthena(engine);
    const pack = (out: string) => {
      const read = (file: string) => readFileSync(join(folder.path(), out, '2026Q4', file), 'utf8');
      return ['changes.json', 'mutes.json', 'trail.json'].map(read);
    };
    const report = (out: string, ...args: readonly string[]) =>
      runCliOn(
        athena.url,
        ...['audit', 'report', '--quarter', '2026Q4', '--trail', folder.path(), '--out', join(folder.path(), out)],
        ...args,
      );
    try {
      const keys = join(folder.path(), 'keys.json');
      writeFileSync(keys, signedTrail({ hours: 1, regions: ['eu-west-1'] }).keyList);
      await report('of-files', '--public-keys', keys);
      const { code, err } = await report('of-table', '--public-keys', keys, '--athena', 'prod');
      assert.deepEqual([code, err, pack('of-table')], [2, '', pack('of-files')]);
    } finally {
      await athena.close();
      engine.close();
    }
  });

  it('is one of three sources', async () => {
    for (const [args, error] of [
      [[], 'use one of --trail, --athena and --lookup'],
      [['--athena', 'prod', '--lookup'], 'use one of --trail, --athena and --lookup'],
      [['--lookup', '--account', '123456789012'], '--account requires --trail or --athena'],
    ] as const) {
      const { code, err } = await runCli('audit', 'unexplained', ...args);
      assert.deepEqual([code, err], [1, error]);
    }
  });
});
