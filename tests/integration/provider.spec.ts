import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { CloudWatchClient, DeleteAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { GetFunctionCommand, LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  ListBucketsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ListTopicsCommand, SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Bucket } from '@pulumi/aws/s3';
import { LocalWorkspace, type OutputMap, PulumiCommand, type Stack } from '@pulumi/pulumi/automation';
import { type LocalAws, startLocalAws } from '../../rehearsal/localAws/localAws';
import { installProvider } from '../../rehearsal/provider/installProvider';
import { everyType, firstVariant } from '../support/everyType';
import { closeChecked } from '../support/storeOnLocalAws';
import { makeTestEngine, type TestEngine } from '../support/testEngine';

const region = 'eu-west-1';

describe("the rehearsal's aws provider under the engine", function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let aws: LocalAws;
  let outputs: OutputMap;
  const value = (name: string) => outputs[name]?.value as string;
  const config = () => ({
    region,
    endpoint: aws.endpoint,
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

  async function stackOf(name: string, program: () => Promise<Record<string, unknown>>): Promise<Stack> {
    const pulumiCommand = await PulumiCommand.get({ root: engine.root });
    const envVars = {
      ...engine.env,
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
    return LocalWorkspace.createOrSelectStack(
      { stackName: name, projectName: 'provider', program },
      { envVars, pulumiCommand, pulumiHome: engine.pulumiHome },
    );
  }
  const every = (variant = firstVariant) => stackOf('every', async () => everyType(variant));

  /** A run's operations by kind, without `same`. */
  async function countChanges(run: Promise<{ summary: { resourceChanges?: Record<string, number> } }>) {
    const { resourceChanges = {} } = (await run).summary;
    return Object.fromEntries(Object.entries(resourceChanges).filter(([kind]) => kind !== 'same'));
  }

  before(async () => {
    engine = await makeTestEngine();
    await installProvider(engine.pulumiHome);
    aws = await startLocalAws({
      python: process.env['REHEARSAL_PYTHON'] ?? 'python3',
      region,
      start: new Date('2026-11-01T00:00:00Z'),
      monitor: () => Promise.reject(new Error('no monitor runs in this test')),
    });
  });
  after(async () => {
    // Undefined if it failed to start.
    if (aws as LocalAws | undefined) await closeChecked(aws);
    await engine?.remove();
  });

  it('creates one of every type', async () => {
    const result = await (await every()).up();
    outputs = result.outputs;
    assert.equal(result.summary.result, 'succeeded');
    assert.match(value('bucket'), /^store-[0-9a-f]{7}$/);
    assert.match(value('topicArn'), /^arn:aws:sns:eu-west-1:123456789012:alerts-[0-9a-f]{7}$/);
  });

  it('changes nothing in a second deployment', async () => {
    assert.deepEqual(await countChanges((await every()).up()), {});
  });

  it('finds no drift without a change', async () => {
    assert.deepEqual(await countChanges((await every()).refresh()), {});
    assert.deepEqual(await countChanges((await every()).up()), {});
  });

  it('stores no secret as plain text', async () => {
    const { name, workspace } = await every();
    const file = path.join(engine.folder, 'state', '.pulumi', 'stacks', 'provider', `${name}.json`);
    const state = await readFile(file, 'utf8');
    assert.ok(state.includes((await workspace.stackOutputs(name))['bucket']?.value as string));
    assert.ok(!state.includes('hidden-token'));
  });

  it('updates in place what AWS can change', async () => {
    const before = value('codeSha256');
    const stack = await every({ ...firstVariant, owner: 'ml-platform', code: 'exports.a = 2;' });
    const result = await stack.up();
    outputs = result.outputs;
    assert.deepEqual(Object.keys(result.summary.resourceChanges ?? {}).sort(), ['same', 'update']);
    assert.notEqual(value('codeSha256'), before);
    const lambdaFunction = await new LambdaClient(config()).send(
      new GetFunctionCommand({ FunctionName: value('lambda') }),
    );
    assert.deepEqual(lambdaFunction.Configuration?.Environment?.Variables, {
      OWNER: 'ml-platform',
      TOKEN: 'hidden-token',
    });
    assert.deepEqual(await countChanges(stack.up()), {});
    assert.deepEqual(await countChanges(stack.refresh()), {});
  });

  it('replaces a changed job definition, the new one first', async () => {
    const before = value('definition');
    const variant = { ...firstVariant, owner: 'ml-platform', code: 'exports.a = 2;', maxRuntimeSeconds: 1800 };
    const result = await (await every(variant)).up();
    outputs = result.outputs;
    assert.equal(result.summary.resourceChanges?.['replace'], 1);
    assert.equal(result.summary.resourceChanges?.['update'], 1, 'the schedule moves to the new definition');
    assert.notEqual(value('definition'), before);
  });

  it('finds and reverts manual changes', async () => {
    const variant = { ...firstVariant, owner: 'ml-platform', code: 'exports.a = 2;', maxRuntimeSeconds: 1800 };
    await new S3Client(config()).send(
      new PutBucketVersioningCommand({
        Bucket: value('bucket'),
        VersioningConfiguration: { Status: 'Suspended' },
      }),
    );
    await new SNSClient(config()).send(
      new SetTopicAttributesCommand({
        TopicArn: value('topicArn'),
        AttributeName: 'DisplayName',
        AttributeValue: 'by hand',
      }),
    );
    await new LambdaClient(config()).send(
      new UpdateFunctionCodeCommand({ FunctionName: value('lambda'), ZipFile: Buffer.from('somebody else') }),
    );
    await new CloudWatchClient(config()).send(new DeleteAlarmsCommand({ AlarmNames: ['critical.test.churn.silence'] }));
    const stack = await every(variant);
    assert.deepEqual(await countChanges(stack.refresh()), { delete: 1, update: 3 });
    assert.deepEqual(await countChanges(stack.up()), { create: 1, update: 3 });
    assert.deepEqual(await countChanges(stack.refresh()), {});
  });

  it('destroys everything, also old versions of objects', async () => {
    const s3 = new S3Client(config());
    for (const Body of ['one', 'two']) {
      await s3.send(new PutObjectCommand({ Bucket: value('bucket'), Key: 'captures/a.jsonl', Body }));
    }
    await (await every()).destroy();
    assert.deepEqual((await s3.send(new ListBucketsCommand({}))).Buckets ?? [], []);
    assert.deepEqual((await new SQSClient(config()).send(new ListQueuesCommand({}))).QueueUrls ?? [], []);
    assert.deepEqual((await new SNSClient(config()).send(new ListTopicsCommand({}))).Topics ?? [], []);
    assert.deepEqual((await new IAMClient(config()).send(new ListRolesCommand({}))).Roles ?? [], []);
  });

  it('refuses an unsupported property, and names the supported ones', async () => {
    const stack = await stackOf('refused', async () => {
      new Bucket('strange', { accelerationStatus: 'Enabled' });
      return {};
    });
    await assert.rejects(stack.up(), (error: Error) => {
      assert.match(
        error.message,
        /aws:s3\/bucket:Bucket: the rehearsal's provider does not support 'accelerationStatus'; supported here: bucket, forceDestroy, objectLockEnabled, tags/,
      );
      return true;
    });
  });

  it("reports an error of AWS with the resource's type and name", async () => {
    await new S3Client(config()).send(
      new CreateBucketCommand({
        Bucket: 'already-taken',
        CreateBucketConfiguration: { LocationConstraint: region },
      }),
    );
    const stack = await stackOf('taken', async () => {
      new Bucket('mine', { bucket: 'already-taken' });
      return {};
    });
    await assert.rejects(stack.up(), /cannot create aws:s3\/bucket:Bucket 'mine': .*BucketAlreadyOwnedByYou/);
  });
});
