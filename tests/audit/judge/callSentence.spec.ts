import assert from 'node:assert/strict';
import { judgeRecords } from '../../../audit/judge/judgeRecords';
import { readCloudTrailRecord } from '../../../contract/cloudTrailRecord';
import { trailRecord } from '../../support/trailRecords';

function sentenceOf(changes: object): string {
  const record = readCloudTrailRecord({ ...trailRecord, ...changes });
  const judged = judgeRecords(record ? [record] : [], { deploymentRoles: [], approvers: [], mutes: [] });
  return judged[0]?.sentence ?? '';
}

const policyOf = (bucketPolicy: unknown) => ({
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketPolicy',
  requestParameters: { bucketName: 'store', bucketPolicy },
});

describe('the sentence on a call', () => {
  it('is one line with its own verdict, whatever program the caller names', () => {
    const userAgent = 'tool/1\u001b[2J\nuser ann muted alarm x; routine (release)';
    const sentence = sentenceOf({ userAgent });
    assert.match(
      sentence,
      /through tool\/1 \[2J user ann muted alarm x, routine \(release\); actions enabled to false; unexplained$/,
    );
    assert.doesNotMatch(sentence, /\p{Cc}/u);
  });

  it('shortens long names, and keeps those in other alphabets', () => {
    const named = (name: string) => sentenceOf({ requestParameters: { alarmNames: [name] } });
    assert.ok(named(`critical.prod.churn.${'x'.repeat(10_000)}`).length < 400);
    assert.match(
      named('\u043a\u0440\u0438\u0442.prod.churn'),
      /^user mallory muted alarm \u043a\u0440\u0438\u0442\.prod\.churn \(alarms\) with/,
    );
  });

  const documents: [what: string, policy: unknown, change: RegExp][] = [
    ['is cut off', '{"Statement":', /policy to \{"Statement":; unexplained$/],
    ['has no statements', '{}', /policy to \{\}; unexplained$/],
    [
      'has statements of another form',
      { Statement: [null, 'x', { Action: { a: 1 }, Principal: null }] },
      /policy to null, "x", Statement \{"a":1\} for null; unexplained$/,
    ],
    [
      'names what it does not allow',
      { Statement: { Effect: 'Deny', NotAction: 's3:GetObject', NotPrincipal: { AWS: 'a' }, Resource: '*' } },
      /policy to Deny all but s3:GetObject on \* for all but \{"AWS":"a"\}; unexplained$/,
    ],
  ];
  for (const [what, policy, change] of documents) {
    it(`describes a policy that ${what}`, () => assert.match(sentenceOf(policyOf(policy)), change));
  }
});
