import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JudgedCall } from '../../../audit/judge/judgedCall';
import { type JudgeArgs, judgeRecords } from '../../../audit/judge/judgeRecords';
import { collectOwnResources } from '../../../contract/auditEvents';
import { readCloudTrailRecord } from '../../../contract/cloudTrailRecord';
import { stackParameters, stackState } from '../../support/stackParameters';
import { account, auditedCalls, identityForms, trailRecord } from '../../support/trailRecords';

const unexplained: JudgeArgs = { deploymentRoles: [], approvers: [], mutes: [] };
const deployer = { deploymentRoles: [`arn:aws:iam::${account}:role/ci/release`] };
const silence = 'critical.prod.churn.silence';

function judge(changes: object, args: Partial<JudgeArgs> = {}): JudgedCall | undefined {
  const record = readCloudTrailRecord({ ...trailRecord, ...changes });
  return record && judgeRecords([record], { ...unexplained, ...args })[0];
}

function judgeAll(records: readonly object[]): JudgedCall[] {
  return judgeRecords(
    records.flatMap((changes) => readCloudTrailRecord({ ...trailRecord, ...changes }) ?? []),
    unexplained,
  );
}

describe('the judgement of a recorded call', () => {
  it('is a sentence on who did what to which endpoint, from where and through what', () => {
    assert.equal(
      judge({})?.sentence,
      'user mallory muted alarm critical.prod.churn.silence of endpoint churn with DisableAlarmActions from 198.51.100.7 through the AWS CLI; actions enabled to false; unexplained',
    );
  });

  it('names every form of identity, for every call of the table, whether it succeeded or was refused', () => {
    for (const { kind, source, name } of auditedCalls) {
      for (const [form, { identity, text }] of Object.entries(identityForms)) {
        for (const errorCode of [undefined, 'AccessDenied']) {
          const call = judge({
            eventSource: source,
            eventName: name,
            userIdentity: identity,
            errorCode,
            requestParameters: null,
          });
          const place = `${name} by ${form}`;
          assert.ok(call, place);
          assert.equal(call.actor, text, place);
          assert.equal(call.verdict, 'unexplained', place);
          assert.equal(call.refused, errorCode, place);
          assert.ok(call.sentence.startsWith(`${text} ${errorCode ? 'tried to ' : ''}`), call.sentence);
          // Kinds of calls on objects are told apart by the key, which this record lacks.
          if (source !== 's3.amazonaws.com') assert.equal(call.kind, kind, place);
        }
      }
    }
  });

  it('is made of every call of the table on the stack, and of none on another stack of the account', () => {
    const [prod, dev] = [
      { stack: 'prod', endpoint: 'churn', suffix: '1a2b3c4' },
      { stack: 'dev', endpoint: 'fraud', suffix: '9f8e7d6' },
    ];
    const own = collectOwnResources(stackState(prod), { endpoints: [prod.endpoint] });
    const parametersOf = (stack: typeof prod, call: (typeof auditedCalls)[number]) => ({
      eventSource: call.source,
      eventName: call.name,
      requestParameters: stackParameters(stack)[call.source] ?? null,
    });
    // These calls name the whole account, a mute rule by its own name, or a job by a name that SageMaker chose.
    const notNarrowed = /Account|DeleteAlarmMuteRule|StopProcessingJob/;
    for (const call of auditedCalls) {
      assert.ok(judge(parametersOf(prod, call), { own }), `${call.name} on the stack`);
      if (notNarrowed.test(call.name)) continue;
      assert.equal(judge(parametersOf(dev, call), { own })?.sentence, undefined, `${call.name} on another stack`);
    }
    const config = parametersOf(prod, { kind: '', source: 'sagemaker.amazonaws.com', name: 'CreateEndpointConfig' });
    assert.deepEqual([judge(config, { own })?.endpoint, judge(config)?.endpoint], ['churn', undefined]);
  });

  it('throws for no record, whatever fields it lacks or has besides', () => {
    const field = fc.constantFrom(
      ...Object.keys(trailRecord),
      'vpcEndpointId',
      'sessionCredentialFromConsole',
      'resources',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...auditedCalls),
        fc.constantFrom(...Object.values(identityForms)),
        fc.dictionary(field, fc.option(fc.jsonValue(), { nil: undefined }), { maxKeys: 6 }),
        fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }),
        ({ source, name }, { identity, text }, replaced, added) => {
          const call = judge({ ...added, eventSource: source, eventName: name, userIdentity: identity, ...replaced });
          const hasEssentials = ['eventSource', 'eventName', 'eventTime'].every(
            (key) => !(key in replaced) && !(key in added),
          );
          if (!hasEssentials) return;
          assert.ok(call);
          assert.equal(call.verdict, 'unexplained');
          const isOwn = ['userIdentity', 'recipientAccountId'].every((key) => !(key in replaced) && !(key in added));
          if (isOwn) assert.equal(call.actor, text);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is routine for the deployment role, refused or not, and not in the console', () => {
    const userIdentity = identityForms['session of a pipeline']?.identity;
    for (const { source, name } of auditedCalls) {
      const changes = { eventSource: source, eventName: name, userIdentity, requestParameters: null };
      assert.equal(judge({ ...changes, errorCode: 'AccessDenied' }, deployer)?.verdict, 'routine');
      assert.equal(judge(changes, deployer)?.verdict, 'routine', name);
      assert.equal(judge({ ...changes, sessionCredentialFromConsole: 'true' }, deployer)?.verdict, 'unexplained', name);
    }
    const withoutContext = { type: 'AssumedRole', arn: `arn:aws:sts::${account}:assumed-role/release/x` };
    assert.equal(judge({ userIdentity: withoutContext }, deployer)?.reason, 'call of the deployment role');
  });

  it('is unexplained for a role of the same name in another account or on another path', () => {
    for (const arn of ['arn:aws:iam::999988887777:role/ci/release', `arn:aws:iam::${account}:role/other/release`]) {
      const userIdentity = { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn } } };
      assert.equal(judge({ userIdentity }, deployer)?.verdict, 'unexplained', arn);
    }
  });

  it('is routine for an approver who writes a baseline, and for nothing else', () => {
    const approvers = [`arn:aws:iam::${account}:user/mallory`];
    const write = {
      eventSource: 's3.amazonaws.com',
      eventName: 'PutObject',
      requestParameters: { bucketName: 'store', key: 'baselines/churn/schema=v1/2026-11-01-3f9a2c/manifest.json' },
    };
    assert.deepEqual(
      [judge(write, { approvers })?.verdict, judge({}, { approvers })?.verdict],
      ['routine', 'unexplained'],
    );
    assert.match(judge(write)?.sentence ?? '', /modified baseline baselines\/churn\/.* of endpoint churn with/);
  });

  const mute = {
    alarms: [silence],
    reason: 'model retraining',
    from: '2026-11-02T14:00:00Z',
    until: '2026-11-02T16:00:00Z',
  };
  const rows: [what: string, changes: object, verdict: string, reason: string | undefined][] = [
    ['within it', {}, 'planned', 'model retraining'],
    [
      'before it',
      { eventTime: '2026-11-02T13:59:59Z' },
      'unexplained',
      'before the planned mute, which starts 2026-11-02T14:00:00Z',
    ],
    [
      'after it',
      { eventTime: '2026-11-02T16:00:01Z' },
      'unexplained',
      'after the planned mute, which ended 2026-11-02T16:00:00Z',
    ],
    [
      'that is ended late',
      { eventName: 'EnableAlarmActions', eventTime: '2026-11-03T00:00:00Z' },
      'planned',
      'model retraining',
    ],
    [
      'of more alarms',
      { requestParameters: { alarmNames: [silence, 'critical.prod.churn.promises'] } },
      'unexplained',
      undefined,
    ],
    ['that deletes the alarm', { eventName: 'DeleteAlarms' }, 'unexplained', undefined],
    ['of unnamed alarms', { requestParameters: null }, 'unexplained', undefined],
    [
      'by a rule that expires in time',
      {
        eventName: 'PutAlarmMuteRule',
        requestParameters: { muteTargets: { alarmNames: [silence] }, expireDate: '2026-11-02T15:00:00Z' },
      },
      'planned',
      'model retraining',
    ],
    [
      'by a rule that expires late',
      {
        eventName: 'PutAlarmMuteRule',
        requestParameters: { muteTargets: { alarmNames: [silence] }, expireDate: '2026-12-01T00:00:00Z' },
      },
      'unexplained',
      'a mute rule that expires after the planned mute, which ends 2026-11-02T16:00:00Z',
    ],
    [
      'by a rule without expiry',
      { eventName: 'PutAlarmMuteRule', requestParameters: { muteTargets: { alarmNames: [silence] } } },
      'unexplained',
      'a mute rule without expiry; the planned mute ends 2026-11-02T16:00:00Z',
    ],
  ];
  for (const [what, changes, verdict, reason] of rows) {
    it(`is ${verdict} for a mute ${what}, with a planned mute`, () => {
      const call = judge(changes, { mutes: [mute] });
      assert.deepEqual([call?.verdict, call?.reason], [verdict, reason]);
    });
  }

  it('names the program, the address and the VPC endpoint', () => {
    const programs: [object, string][] = [
      [{ userAgent: 'Mozilla/5.0 (X11)' }, 'the console'],
      [{ sessionCredentialFromConsole: 'true', userAgent: 'aws-cli/2' }, 'the console'],
      [{ userAgent: 'APN/1.0 Pulumi/1.0 aws-sdk-go-v2/1.30' }, 'Pulumi'],
      [{ userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9' }, 'Terraform'],
      [{ userAgent: 'Boto3/1.40 md/Botocore#1.40' }, 'boto3'],
      [{ userAgent: 'cloudformation.amazonaws.com' }, 'CloudFormation'],
      [{ userAgent: 'curl/8' }, 'curl/8'],
      [{ userAgent: undefined }, 'an unknown program'],
    ];
    assert.deepEqual(
      programs.map(([changes]) => judge(changes)?.through),
      programs.map(([, program]) => program),
    );
    assert.equal(judge({ vpcEndpointId: 'vpce-1', sourceIPAddress: '10.0.0.4' })?.from, '10.0.0.4 in vpce-1');
  });

  it('has the values after a change, and those before it from an earlier record', () => {
    const put = (eventTime: string, threshold: number, more: object = {}) => ({
      eventName: 'PutMetricAlarm',
      eventID: eventTime,
      eventTime,
      requestParameters: { alarmName: silence, threshold, actionsEnabled: true },
      ...more,
    });
    const calls = judgeAll([
      put('2026-11-02T16:00:00Z', 9),
      put('2026-11-02T14:00:00Z', 1),
      put('2026-11-02T15:00:00Z', 5, { errorCode: 'AccessDenied' }),
    ]);
    assert.deepEqual(
      calls.map(({ changes }) => changes.find(({ setting }) => setting === 'threshold')),
      [
        { setting: 'threshold', after: '1' },
        { setting: 'threshold', before: '1', after: '5' },
        { setting: 'threshold', before: '1', after: '9' },
      ],
    );
    assert.match(
      calls[1]?.sentence ?? '',
      /^user mallory tried to change alarm .* and was refused \(AccessDenied\) with/,
    );
  });

  it('leaves out settings that a call sets to the value that they have', () => {
    const put = (eventID: string, threshold: number) => ({
      eventName: 'PutMetricAlarm',
      eventID,
      requestParameters: { alarmName: silence, threshold, period: 60 },
    });
    const [, second] = judgeAll([put('1', 1), put('2', 5)]);
    assert.deepEqual(second?.changes, [{ setting: 'threshold', before: '1', after: '5' }]);
  });

  it('counts a record that was delivered twice once, and orders records by time', () => {
    const calls = judgeAll([
      { eventID: 'b', eventTime: '2026-11-02T15:00:00Z' },
      { eventID: 'a', eventTime: '2026-11-02T14:00:00Z' },
      { eventID: 'b', eventTime: '2026-11-02T15:00:00Z' },
    ]);
    assert.deepEqual(
      calls.map(({ eventId }) => eventId),
      ['a', 'b'],
    );
  });

  const endpoints: [eventSource: string, eventName: string, requestParameters: object, endpoint: string | undefined][] =
    [
      ['monitoring', 'DeleteAlarms', { alarmNames: [silence, 'warning.prod.fraud.promises'] }, undefined],
      ['sagemaker', 'StopMonitoringSchedule', { monitoringScheduleName: 'churn-4f1c2a7' }, 'churn'],
      ['scheduler', 'UpdateSchedule', { name: 'analyzer-churn-4f1c2a7' }, 'churn'],
      ['sagemaker', 'UpdateEndpoint', { endpointName: 'churn' }, 'churn'],
      ['s3', 'DeleteObject', { bucketName: 'store', key: 'captures/churn/schema=v1/a.jsonl' }, 'churn'],
      ['s3', 'PutBucketPolicy', { bucketName: 'store' }, undefined],
      ['lambda', 'DeleteFunction20150331', { functionName: 'incidents-4f1c2a7' }, undefined],
    ];
  for (const [service, eventName, requestParameters, endpoint] of endpoints) {
    it(`concerns ${endpoint ?? 'several endpoints'} for ${eventName} of ${JSON.stringify(requestParameters)}`, () => {
      const call = judge({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters });
      assert.equal(call?.endpoint, endpoint);
    });
  }
});
