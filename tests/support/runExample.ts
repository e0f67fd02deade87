import { createRequire } from 'node:module';
import { join } from 'node:path';
import { format } from 'node:util';
import { compileFunction } from 'node:vm';
import * as pulumi from '@pulumi/pulumi';
import ts from 'typescript';
import type { StackOutputs } from '../../contract/outputs';
import type { DocExample } from './docExamples';

const root = join(__dirname, '..', '..');
const account = '123456789012';
const key = `arn:aws:kms:eu-west-1:${account}:key/store`;

/** Outputs that an example reads through a StackReference. */
const stackOutputs: StackOutputs = {
  storeBucketName: 'store-4f1c',
  storeBucketArn: 'arn:aws:s3:::store-4f1c',
  storeKeyArn: key,
  alertTopicArn: `arn:aws:sns:eu-west-1:${account}:alerts`,
  trailArn: `arn:aws:cloudtrail:eu-west-1:${account}:trail/model-observability-prod`,
  trailBucketName: 'audit-evidence-77ab',
  incidentTableName: 'incident-index',
  incidentFunctionName: 'incidents',
  eventDeadLetterQueueUrl: `https://sqs.eu-west-1.amazonaws.com/${account}/incidents-events-dead-letters`,
  messageDeadLetterQueueUrl: `https://sqs.eu-west-1.amazonaws.com/${account}/messages-undelivered`,
  auditFunctionName: 'audit-detection',
  dashboardName: 'model-observability-prod',
  endpoints: {
    'arrival-delay': {
      captureDestination: 's3://store-4f1c/captures/arrival-delay/schema=v1',
      captureKmsKeyArn: key,
      alarmNames: [],
    },
  },
};

const mocks: pulumi.runtime.Mocks = {
  newResource: ({ type, name, inputs }) => {
    const reference = type === 'pulumi:pulumi:StackReference' ? { outputs: stackOutputs } : {};
    const computed = { name, bucket: name, keyId: name, arn: `arn:aws:example:::${name}` };
    return { id: name, state: { ...computed, ...inputs, ...reference } };
  },
  call: () => ({}),
};

/**
 * Runs an example in TypeScript as a module at the repository's root, under Pulumi's mocks, until its exports are
 * resolved. Returns the lines that it printed.
 */
export async function runExample({ file, line, text }: DocExample): Promise<string> {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const { outputText } = ts.transpileModule(text, { compilerOptions });
  const printed: string[] = [];
  const console = { log: (...values: unknown[]) => printed.push(format(...values)) };
  await pulumi.runtime.setMocks(mocks, 'model-observability', 'docs');
  const exports = {};
  const run = compileFunction(outputText, ['exports', 'require', 'console'], { filename: `${file}:${line}` });
  run(exports, createRequire(join(root, 'docExample.ts')), console);
  await new Promise((resolve) => pulumi.output(exports).apply(resolve));
  await pulumi.runtime.disconnect();
  return printed.join('\n');
}
