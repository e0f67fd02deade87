import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { bundleText } from '../../components/functionArchive';
import type { AwsClients } from '../aws/awsClients';
import type { ScheduledInvocation } from '../localAws/scheduler/eventBridgeScheduler';
import type { HostingAws } from './functionHost';

/** Stands in for Lambda's runtime: a function's bundle in a process of its own, with its role and only its environment. */
export interface LambdaProcess {
  /** Invokes the function. Returns why it failed; undefined if it did not. */
  invoke(invocation: ScheduledInvocation): Promise<string | undefined>;
  close(): void;
}

/** The runtime: loads the bundle, and calls its handler for each message. It ends with its parent. */
const runtime = `
const { handler } = require(process.argv[1]);
process.on('disconnect', () => process.exit());
process.on('message', async ({ payload, context, timeoutMs }) => {
  const end = Date.now() + timeoutMs;
  const getRemainingTimeInMillis = () => end - Date.now();
  try {
    await handler(JSON.parse(payload), { ...context, getRemainingTimeInMillis });
    process.send({});
  } catch (error) {
    process.send({ problem: String(error?.message ?? error) });
  }
});`;

/** Packages of this project: the bundle's runtime has the AWS SDK. */
const packages = resolve(__dirname, '..', '..', 'node_modules');

/** A function that starts with its first invocation. `folder` is for its bundle. */
export function lambdaProcess(
  name: string,
  { deployment, aws, folder }: { readonly deployment: AwsClients; readonly aws: HostingAws; readonly folder: string },
): LambdaProcess {
  let starting: Promise<WarmFunction> | undefined;
  let child: ChildProcess | undefined;
  let invocations = 0;
  const start = async (functionArn: string): Promise<WarmFunction> => {
    const { environment, memoryMb, timeoutMs } = await readDeployment(deployment, aws, functionArn);
    const file = join(folder, name, 'index.js');
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(file, bundleText(name));
    child = spawn(process.execPath, ['-e', runtime, file], {
      env: { ...environment, NODE_PATH: packages },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return { child, memoryMb, timeoutMs };
  };
  return {
    async invoke({ functionArn, payload }) {
      starting ??= start(functionArn);
      const { child: warm, memoryMb, timeoutMs } = await starting;
      invocations += 1;
      const context = { awsRequestId: `${name}-${invocations}`, memoryLimitInMB: String(memoryMb) };
      if (!warm.connected) return `the process of function ${name} ended`;
      warm.send({ payload, context, timeoutMs });
      const ended = new AbortController();
      const [outcome] = (await Promise.race([
        once(warm, 'message', { signal: ended.signal }),
        once(warm, 'exit', { signal: ended.signal }),
      ]).finally(() => ended.abort())) as [{ readonly problem?: string } | number | null];
      return typeof outcome === 'object' && outcome ? outcome.problem : `the process of function ${name} ended`;
    },
    close: () => void child?.kill(),
  };
}

interface WarmFunction {
  readonly child: ChildProcess;
  readonly memoryMb: number;
  readonly timeoutMs: number;
}

/** The function as it is deployed. Its environment has the variables that Lambda sets of its own. */
async function readDeployment({ lambda }: AwsClients, aws: HostingAws, functionArn: string) {
  const FunctionName = functionArn.split(':').at(-1);
  const { Environment, MemorySize, Timeout, Role } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName }),
  );
  if (!Role || !MemorySize || !Timeout) throw new Error(`function ${FunctionName} has no role, memory or timeout`);
  const { accessKeyId, secretAccessKey, sessionToken = '' } = await aws.assumeRole(Role, 'lambda.amazonaws.com');
  const environment = {
    ...Environment?.Variables,
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ENDPOINT_URL: aws.endpoint,
  };
  return { environment, memoryMb: MemorySize, timeoutMs: Timeout * 1000 };
}
