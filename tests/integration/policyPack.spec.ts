import assert from 'node:assert/strict';
import { delimiter, join, resolve } from 'node:path';
import { Policy } from '@pulumi/aws/iam';
import { Key } from '@pulumi/aws/kms';
import {
  Bucket,
  BucketLifecycleConfiguration,
  BucketOwnershipControls,
  BucketPolicy,
  BucketPublicAccessBlock,
  BucketServerSideEncryptionConfiguration,
  BucketVersioning,
} from '@pulumi/aws/s3';
import { interpolate } from '@pulumi/pulumi';
import { type EngineEvent, LocalWorkspace, PulumiCommand, type Stack } from '@pulumi/pulumi/automation';
import { parseFindingText } from '../../policy/pack/verdict';
import { installPolicyHost } from '../../rehearsal/engine/policyHost';
import { makeTestEngine, type TestEngine } from '../support/testEngine';

const pack = resolve(__dirname, '../../policy');

/** `[level, policy, resource, text]` */
type Finding = readonly [string, string, string, string];

const tags = { owner: 'ml' };

function compliantBucket(name: string): Bucket {
  const made = new Bucket(name, { tags });
  const bucket = made.id;
  new BucketVersioning(`${name}-versioning`, { bucket, versioningConfiguration: { status: 'Enabled' } });
  closeBucket(name, made);
  new BucketLifecycleConfiguration(`${name}-lifecycle`, {
    bucket,
    rules: [
      {
        id: 'hygiene',
        status: 'Enabled',
        filter: {},
        expiration: { expiredObjectDeleteMarker: true },
        noncurrentVersionExpiration: { noncurrentDays: 90 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      { id: 'captures', status: 'Enabled', filter: { prefix: 'captures/' }, expiration: { days: 30 } },
    ],
  });
  return made;
}

function closeBucket(name: string, { arn, id: bucket }: Bucket): void {
  const publicAccess = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true };
  new BucketPublicAccessBlock(`${name}-public-access`, { bucket, ...publicAccess, restrictPublicBuckets: true });
  new BucketOwnershipControls(`${name}-ownership`, { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } });
  const withKey = { sseAlgorithm: 'aws:kms', kmsMasterKeyId: new Key(`${name}-key`, { tags }).id };
  new BucketServerSideEncryptionConfiguration(`${name}-encryption`, {
    bucket,
    rules: [{ applyServerSideEncryptionByDefault: withKey }],
  });
  const refusal = {
    Effect: 'Deny' as const,
    Principal: '*' as const,
    Action: 's3:*',
    Resource: [arn, interpolate`${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  new BucketPolicy(`${name}-policy`, { bucket, policy: { Version: '2012-10-17', Statement: [refusal] } });
}

function policyOn(bucket: Bucket, action: string): void {
  const Statement = [{ Effect: 'Allow' as const, Action: action, Resource: bucket.arn }];
  new Policy('reader', { tags, policy: { Version: '2012-10-17', Statement } });
}

const missingVersioning: Finding = [
  'mandatory',
  's3-bucket-versioning',
  'loose',
  "Bucket 'loose' has no versioning: add an aws.s3.BucketVersioning with versioningConfiguration.status " +
    "'Enabled'.",
];
/** The other findings on a bare bucket. */
function isHygiene([, policy, resource]: Finding): boolean {
  return policy === 's3-bucket-hygiene' && resource === 'loose';
}
const wildAction: Finding = [
  'mandatory',
  'iam-no-wildcard',
  'reader',
  "Statement 1 of policy 'reader' allows 's3:*': list the actions that are needed.",
];
const undecidedResource: Finding = [
  'advisory',
  'undetermined',
  'reader',
  "iam-no-wildcard, iam-resource-fits: part of policy 'reader' is known only during the update (it comes from 'store').",
];

describe('the policy pack under the engine', function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let findings: Finding[];
  let executable: string;
  const onEvent = ({ policyEvent }: EngineEvent) => {
    // The age of the action table depends on the day of the test.
    if (!policyEvent || policyEvent.policyName === 'iam-action-table-age') return;
    const [, text = ''] = policyEvent.message.trimEnd().split('\n');
    const name = policyEvent.resourceUrn?.split('::').at(-1) ?? '';
    const { message } = parseFindingText(text);
    findings.push([policyEvent.enforcementLevel, policyEvent.policyName, name, message]);
  };

  before(async () => {
    engine = await makeTestEngine();
    await installPolicyHost(join(engine.folder, 'bin'));
    executable = await installPolicyHost(join(engine.folder, 'pack'), pack);
  });
  beforeEach(() => {
    findings = [];
  });
  after(() => engine?.remove());

  async function stackOf(name: string, program: () => void): Promise<Stack> {
    const pulumiCommand = await PulumiCommand.get({ root: engine.root });
    const envVars = { ...engine.env, PATH: [join(engine.folder, 'bin'), engine.env['PATH']].join(delimiter) };
    return LocalWorkspace.createStack(
      { stackName: name, projectName: 'policy', program: async () => program() },
      { envVars, pulumiCommand, pulumiHome: engine.pulumiHome },
    );
  }

  it('passes a compliant stack, in a first preview and in the update', async () => {
    const stack = await stackOf('compliant', () => policyOn(compliantBucket('store'), 's3:ListBucket'));
    await stack.preview({ policyPacks: [pack], onEvent });
    assert.deepEqual(findings, [undecidedResource]);
    findings = [];
    const { summary } = await stack.up({ policyPacks: [pack], onEvent });
    assert.equal(summary.result, 'succeeded');
    assert.deepEqual(findings, []);
  });

  it('reports a bucket without versioning and a wildcard, and hides neither behind an unknown value', async () => {
    const rule = {
      enabled: true,
      abortIncompleteMultipartUploadDays: 7,
      noncurrentVersionExpiration: { days: 90 },
      expiration: { expiredObjectDeleteMarker: true },
    };
    const stack = await stackOf('loose', () => {
      policyOn(compliantBucket('store'), 's3:*');
      new Bucket('loose', { tags, lifecycleRules: [rule] });
    });
    await assert.rejects(stack.preview({ policyPacks: [pack], onEvent }), /preview failed/);
    assert.equal(findings.filter(isHygiene).length, 3);
    assert.deepEqual(
      findings.filter((finding) => !isHygiene(finding)).toSorted(),
      [undecidedResource, wildAction, missingVersioning].toSorted(),
    );
  });

  it('stops an update before it creates a resource that a resource rule reports', async () => {
    const stack = await stackOf('stopped', () => policyOn(compliantBucket('store'), 's3:*'));
    await assert.rejects(stack.up({ policyPacks: [pack], onEvent }), /exit code 1/);
    assert.deepEqual(
      findings.filter(([level]) => level === 'mandatory'),
      [wildAction],
    );
    const { deployment } = await stack.exportStack();
    const created = (deployment as { resources?: { type: string }[] }).resources?.map(({ type }) => type) ?? [];
    assert.ok(!created.includes('aws:iam/policy:Policy'), created.join(', '));
  });

  it('runs as an executable in place of the pack folder', async () => {
    const stack = await stackOf('executable', () => void new Bucket('loose'));
    await assert.rejects(stack.preview({ policyPacks: [executable], onEvent }), /preview failed/);
    assert.ok(findings.some(([, policy, , text]) => policy === missingVersioning[1] && text === missingVersioning[3]));
  });
});
