import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const accounts = ['111122223333', '444455556666'];
const regions = ['eu-west-1', 'eu-central-1', 'us-east-1'];
const recordsPerFile = 500;
const start = Date.parse('2026-10-01T00:00:00Z');
const days = 30;

/** The alarm that the benchmark asks for. */
export const mutedAlarm = 'critical.prod.churn.silence';

/** Calls of an account at work, with how many of 1,000 each is. */
const ordinary: readonly (readonly [share: number, source: string, name: string, parameters: object])[] = [
  [
    300,
    'sts.amazonaws.com',
    'AssumeRole',
    { roleArn: 'arn:aws:iam::111122223333:role/app', roleSessionName: 'i-0abc' },
  ],
  [200, 'kms.amazonaws.com', 'Decrypt', { encryptionContext: { 'aws:lambda:FunctionArn': 'arn:aws:lambda:x' } }],
  [150, 's3.amazonaws.com', 'GetBucketAcl', { bucketName: 'reports-of-many-teams', Host: 's3.amazonaws.com' }],
  [120, 'ec2.amazonaws.com', 'DescribeInstances', { instancesSet: {}, filterSet: {} }],
  [100, 'monitoring.amazonaws.com', 'DescribeAlarms', { alarmNames: [mutedAlarm] }],
  [90, 'logs.amazonaws.com', 'CreateLogStream', { logGroupName: '/aws/lambda/app', logStreamName: '2026/10/01/a' }],
  [30, 's3.amazonaws.com', 'PutObject', { bucketName: 'uploads', key: 'photos/2026/10/cat.png' }],
  [8, 'monitoring.amazonaws.com', 'PutMetricAlarm', { alarmName: 'TargetTracking-table/orders', threshold: 42 }],
  [2, 'events.amazonaws.com', 'PutRule', { name: 'nightly', scheduleExpression: 'rate(1 day)' }],
];

/** Writes `count` records in CloudTrail's layout, with one mute in each 100,000, unless the folder exists. */
export function writeTrail(folder: string, count: number): void {
  if (existsSync(folder)) return;
  const partial = `${folder}.partial`;
  const files = Math.ceil(count / recordsPerFile);
  for (let i = 0; i < files; i++) {
    const account = accounts[i % accounts.length] as string;
    const region = regions[i % regions.length] as string;
    const at = new Date(start + Math.floor((i / files) * days * 86_400_000));
    const first = i * recordsPerFile;
    const size = Math.min(recordsPerFile, count - first);
    const records = Array.from({ length: size }, (_, j) => makeRecord(first + j, { account, region, at }));
    const time = `${at.toISOString().slice(0, 16).replace(/[-:]/g, '')}Z`;
    const day = at.toISOString().slice(0, 10).replaceAll('-', '/');
    const unique = createHash('sha256').update(String(i)).digest('base64url').replace(/[-_]/g, 'x').slice(0, 16);
    const key = `AWSLogs/${account}/CloudTrail/${region}/${day}/${account}_CloudTrail_${region}_${time}_${unique}.json.gz`;
    mkdirSync(dirname(join(partial, key)), { recursive: true });
    writeFileSync(join(partial, key), gzipSync(JSON.stringify({ Records: records })));
  }
  renameSync(partial, folder);
}

interface RecordPlace {
  readonly account: string;
  readonly region: string;
  readonly at: Date;
}

function makeRecord(index: number, { account, region, at }: RecordPlace): object {
  const [source, name, parameters] = index % 100_000 === 77_777 ? mute : ordinaryCall(index);
  const hex = createHash('md5').update(String(index)).digest('hex');
  const person = `engineer-${index % 97}`;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `ARO${hex.slice(0, 17).toUpperCase()}:${person}`,
      arn: `arn:aws:sts::${account}:assumed-role/team-${index % 13}/${person}`,
      accountId: account,
      accessKeyId: `ASIA${hex.slice(0, 16).toUpperCase()}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `ARO${hex.slice(0, 17).toUpperCase()}`,
          arn: `arn:aws:iam::${account}:role/team-${index % 13}`,
          accountId: account,
          userName: `team-${index % 13}`,
        },
        attributes: { creationDate: at.toISOString(), mfaAuthenticated: 'false' },
      },
    },
    eventTime: `${at.toISOString().slice(0, 19)}Z`,
    eventSource: source,
    eventName: name,
    awsRegion: region,
    sourceIPAddress: `198.51.100.${index % 256}`,
    userAgent: 'aws-sdk-go-v2/1.30.3 ua/2.1 os/linux lang/go#1.22.5 md/GOOS#linux api/sts#1.30.3',
    requestParameters: parameters,
    responseElements: null,
    requestID: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
    eventID: `${hex.slice(20)}-${hex.slice(8, 12)}`,
    readOnly: /^(Describe|Get)/.test(name),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: source },
  };
}

const mute = ['monitoring.amazonaws.com', 'DisableAlarmActions', { alarmNames: [mutedAlarm] }] as const;

function ordinaryCall(index: number): readonly [string, string, object] {
  let rest = (index * 7919) % 1000;
  for (const [share, source, name, parameters] of ordinary) {
    if (rest < share) return [source, name, parameters];
    rest -= share;
  }
  throw new Error('the shares of ordinary calls do not add up to 1,000');
}
