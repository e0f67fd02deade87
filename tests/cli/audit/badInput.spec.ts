import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { auditFolder, type BadInput, getSentences, prepareNothing } from '../../support/badAuditInput';
import { logKey, packRecords, recordOf } from '../../support/trailFolder';

const span = ['--from', '2026-11-02T00', '--to', '2026-11-03T00'];
const logFile = logKey({});
const records = (...ids: readonly string[]) => packRecords(...ids.map((id) => recordOf(id)));
const cutOff = JSON.stringify({ Records: [{ ...recordOf('a'), eventName: 'ListBuckets' }] }).slice(0, -1);

describe('bad input of the audit commands', () => {
  const { write, run } = auditFolder();

  /** A log file that cannot be read, and why. */
  const damaged: [what: string, content: string | Buffer, reason: string][] = [
    ['is truncated', records('a').subarray(0, 60), 'unexpected end of file'],
    ['is empty', '', 'neither gzip nor JSON'],
    ['is not JSON', gzipSync('hello'), 'neither gzip nor JSON'],
    ['is JSON that is cut off', gzipSync(cutOff), 'the JSON is cut off'],
    ['has no list of records', gzipSync('{"Records":{}}'), 'it has no list of Records'],
    [
      'has a record without a time',
      packRecords(recordOf('a', { eventTime: undefined })),
      '1 record without a call, source or time',
    ],
    [
      'has a record with an invalid time',
      packRecords(recordOf('a', { eventTime: 'noon' })),
      '1 record without a call, source or time',
    ],
  ];
  for (const [what, content, reason] of damaged) {
    it(`is found: a log file that ${what}`, async () => {
      write(`trail/${logFile}`, content);
      const { code, err } = await run(['unexplained', '--trail', 'DIR/trail', ...span]);
      assert.deepEqual([code, err], [2, `1 file could not be read:\n  ${logFile}: ${reason}`]);
    });
  }

  const state = (...resources: readonly object[]) => JSON.stringify({ version: 3, deployment: { resources } });
  const stack = { type: 'pulumi:pulumi:Stack', urn: 'urn:pulumi:dev::model-observability::pulumi:pulumi:Stack::x' };
  const ofStack = ['--trail', 'DIR/trail', ...span];
  const stateOf = (content: string) => () => write('state.json', content);

  const inputs: readonly BadInput[] = [
    [
      'a folder that does not exist',
      prepareNothing,
      ['unexplained', '--trail', 'DIR/none'],
      1,
      /none: not a folder; name a folder or s3:\/\/<bucket> with the files of a trail$/,
    ],
    [
      'an empty folder',
      prepareNothing,
      ['unexplained', '--trail', 'DIR/empty', ...span],
      3,
      /^nothing to list: no log file of a trail in .*empty from 2026-11-02 00:00 to 2026-11-03 00:00 UTC$/,
    ],
    [
      'an account without files',
      prepareNothing,
      ['unexplained', ...ofStack, '--account', '999988887777'],
      3,
      /no log file of account 999988887777 in .* UTC; it has files of account 123456789012$/,
    ],
    [
      'an account that is not a number',
      prepareNothing,
      ['unexplained', ...ofStack, '--account', 'prod'],
      1,
      /argument 'prod' is invalid\. expected the 12 digits of an account/,
    ],
    [
      'a time in the future',
      prepareNothing,
      ['unexplained', '--trail', 'DIR/trail', '--from', '2999-01-01T00', '--to', '2999-01-02T00'],
      1,
      /^--from 2999-01-01T00 is in the future; name an hour that has begun$/,
    ],
    [
      'a span that ends before it starts',
      prepareNothing,
      ['unexplained', '--trail', 'DIR/trail', '--from', '2026-11-03T00', '--to', '2026-11-02T00'],
      1,
      /^the span is empty: it starts 2026-11-03T00:00:00\.000Z and ends 2026-11-02T00:00:00\.000Z$/,
    ],
    [
      'an invalid duration',
      prepareNothing,
      ['unexplained', '--trail', 'DIR/trail', '--since', 'yesterday'],
      1,
      /argument 'yesterday' is invalid\. expected days or hours, such as 7d or 36h/,
    ],
    [
      'an event history of more than 90 days',
      prepareNothing,
      ['unexplained', '--lookup', '--since', '200d'],
      1,
      /^CloudTrail's event history has 90 days; use --since 90d, or --trail for older calls$/,
    ],
    [
      'an endpoint that no call names',
      prepareNothing,
      ['timeline', 'chrun', ...ofStack],
      3,
      /no call on endpoint chrun .*; did you mean 'churn'\?$/,
    ],
    [
      'an alarm that no call names',
      prepareNothing,
      ['who', '--alarm', 'critical.prod.churn.silences', ...ofStack],
      3,
      /; did you mean 'critical\.prod\.churn\.silence'\?$/,
    ],
    [
      'a stack without a file',
      prepareNothing,
      ['unexplained', ...ofStack, '--stack', 'none'],
      1,
      /^Pulumi\.none\.yaml: cannot be read \(ENOENT: .*\); run the command in the program's folder, or leave out --stack$/,
    ],
    [
      'a state that does not exist',
      prepareNothing,
      ['unexplained', ...ofStack, '--state', 'DIR/none.json'],
      1,
      /none\.json: cannot be read \(ENOENT: .*\); write it with 'pulumi stack export --file .*none\.json'$/,
    ],
    [
      'a state that is not JSON',
      stateOf('state'),
      ['unexplained', ...ofStack, '--state', 'DIR/state.json'],
      1,
      /state\.json: not the state of a stack; write it with 'pulumi stack export --file .*state\.json'$/,
    ],
    [
      'a state without resources',
      stateOf('{"version":3,"deployment":{}}'),
      ['unexplained', ...ofStack, '--state', 'DIR/state.json'],
      1,
      /state\.json: not the state of a stack; write it/,
    ],
    [
      'the state of another program',
      stateOf(state(stack, { type: 'aws:ec2/vpc:Vpc', id: 'vpc-1' })),
      ['unexplained', ...ofStack, '--state', 'DIR/state.json'],
      1,
      /state\.json: no resource of the monitoring in it; export the state of a deployed stack$/,
    ],
    [
      'the state of another stack',
      stateOf(state(stack)),
      ['unexplained', ...ofStack, '--state', 'DIR/state.json', '--stack', 'local'],
      1,
      /state\.json: state of stack dev, not of stack local; write it with 'pulumi stack export --stack local --file .*state\.json'$/,
    ],
  ];
  getSentences(run, inputs);

  it('is said of an endpoint if only calls on shared parts are listed', async () => {
    const shared = recordOf('policy', {
      eventSource: 's3.amazonaws.com',
      eventName: 'PutBucketPolicy',
      requestParameters: { bucketName: 'b' },
    });
    write(`trail/${logFile}`, packRecords(recordOf('mute'), shared));
    const { code, err } = await run(['timeline', 'chrun', ...ofStack]);
    assert.deepEqual(
      [code, err],
      [2, "no call names endpoint chrun, only parts that endpoints share; did you mean 'churn'?"],
    );
  });
});
