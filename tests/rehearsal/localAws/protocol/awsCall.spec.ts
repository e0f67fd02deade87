import assert from 'node:assert/strict';
import { makeCloudTrailRecord } from '../../../../rehearsal/localAws/cloudtrail/cloudTrailRecord';
import { parseAwsCall } from '../../../../rehearsal/localAws/protocol/awsCall';

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=AKIA1/20261102/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});
const call = (method: string, url: string, headers: Record<string, string>, body = '') =>
  parseAwsCall({ method, url, headers, sourceIp: '127.0.0.1' }, Buffer.from(body));

describe('parseAwsCall', () => {
  it('names calls on buckets and objects as CloudTrail does', () => {
    const names = [
      ['PUT', '/store?lifecycle'],
      ['PUT', '/store?versioning='],
      ['GET', '/store?policy'],
      ['PUT', '/store'],
      ['GET', '/store?list-type=2'],
      ['PUT', '/store/a/b'],
      ['POST', '/store/a/b?uploadId=1'],
      ['POST', '/store?delete'],
      ['GET', '/'],
    ].map(([method = '', url = '']) => call(method, url, signed('s3')).operation);
    assert.deepEqual(names, [
      'PutBucketLifecycle',
      'PutBucketVersioning',
      'GetBucketPolicy',
      'CreateBucket',
      'ListObjects',
      'PutObject',
      'CompleteMultipartUpload',
      'DeleteObjects',
      'ListBuckets',
    ]);
  });

  it('reads the keys of a batch of deletions', () => {
    const xml = '<Delete><Object><Key>a/b</Key></Object><Object><Key>c</Key></Object></Delete>';
    assert.deepEqual(call('POST', '/store?delete', signed('s3'), xml).s3?.keys, ['a/b', 'c']);
  });

  it('parses the query protocol', () => {
    const headers = { ...signed('sns'), 'content-type': 'application/x-www-form-urlencoded' };
    const body = 'Action=CreateTopic&Version=2010-03-31&Name=t&Tags.member.1.Key=a&Tags.member.1.Value=b';
    const { operation, params, region, accessKeyId } = call('POST', '/', headers, body);
    assert.deepEqual([operation, region, accessKeyId], ['CreateTopic', 'eu-west-1', 'AKIA1']);
    assert.deepEqual(params, { Name: 't', Tags: [{ Key: 'a', Value: 'b' }] });
  });

  it('attributes a presigned URL to its signer', () => {
    const url = '/store/k?X-Amz-Credential=AKIA2%2F20261102%2Feu-west-1%2Fs3%2Faws4_request';
    assert.deepEqual([call('GET', url, {}).accessKeyId, call('GET', url, {}).operation], ['AKIA2', 'GetObject']);
  });

  it('becomes a record with the error and without secrets', () => {
    const headers = { ...signed('monitoring'), 'x-amz-target': 'GraniteServiceVersion20100801.DeleteAlarms' };
    const record = makeCloudTrailRecord(
      call('POST', '/', headers, '{"AlarmNames":["a"],"ClientSecret":"s"}'),
      { status: 400, body: '{"__type":"com.amazonaws#AccessDenied","message":"no"}' },
      {
        identity: { type: 'IAMUser', accessKeyId: 'AKIA1' },
        at: new Date('2026-11-02T06:00:00Z'),
        accountId: '123456789012',
        sequence: 1,
      },
    );
    assert.deepEqual(
      [record.eventSource, record.eventName, record.errorCode, record.readOnly, record.requestParameters],
      [
        'monitoring.amazonaws.com',
        'DeleteAlarms',
        'AccessDenied',
        false,
        { alarmNames: ['a'], clientSecret: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      ],
    );
  });
});
