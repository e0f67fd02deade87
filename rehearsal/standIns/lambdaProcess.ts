import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { bundleText } from '../../components/functionArchive';
import { UserError } from '../../contract/userError';
import type { AccessKey, AwsClients } from '../aws/awsClients';

/**
 * Stands in for Lambda's runtime: a function's bundle in a process of its own, under the Node of its runtime, with its role
 * and only its environment. An invocation that exceeds the function's timeout is killed; the next one has a new process.
 */
export interface LambdaProcess {
  invoke(invocation: Invocation): Promise<InvocationOutcome>;
  close(): void;
}

/** An event for a function. */
export interface Invocation {
  /** ARN or name. */
  readonly functionArn: string;
  /** JSON text. */
  readonly payload: string;
}

/** What the function returned, or why it failed. */
export type InvocationOutcome = { readonly result: unknown } | { readonly problem: string };

/** What a function's host needs of the local AWS. */
export interface HostingAws {
  readonly endpoint: string;
  readonly region: string;
  now(): Date;
  assumeRole(roleArn: string, service: string): Promise<AccessKey>;
}

export interface LambdaProcessOptions {
  readonly deployment: AwsClients;
  readonly aws: HostingAws;
  /** Folder for the bundle. */
  readonly folder: string;
  /** Path of the Node that the function is deployed on. */
  readonly node: string;
}

/**
 * The runtime: loads the bundle, and calls its handler for each message. An invocation takes place at one instant of the
 * simulated clock. The process ends with its parent.
 */
const runtime = `
let instant = 0;
globalThis.Date = class extends Date {
  constructor(...args) {
    super(...(args.length > 0 ? args : [instant]));
  }
  static now() {
    return instant;
  }
};
const { handler } = require(process.argv[1]);
process.on('disconnect', () => process.exit());
process.on('message', async ({ payload, context, timeoutMs, now }) => {
  instant = now;
  const end = performance.now() + timeoutMs;
  const getRemainingTimeInMillis = () => end - performance.now();
  try {
    const result = await handler(JSON.parse(payload), { ...context, getRemainingTimeInMillis });
    process.send({ result });
  } catch (error) {
    process.send({ problem: String(error?.message ?? error) });
  }
});`;

/** Packages of this project: the bundle's runtime has the AWS SDK. */
const packages = resolve(__dirname, '..', '..', 'node_modules');

/** The function of the bundle `name`. Its process starts with the first invocation, and with the first after its end. */
export function lambdaProcess(name: string, { deployment, aws, folder, node }: LambdaProcessOptions): LambdaProcess {
  let starting: Promise<WarmFunction> | undefined;
  let child: ChildProcess | undefined;
  let invocations = 0;
  const start = async (functionArn: string): Promise<WarmFunction> => {
    const { environment, memoryMb, timeoutMs, runtimeName } = await readDeployment(deployment, aws, functionArn);
    await checkNode(node, runtimeName);
    const file = join(folder, name, 'index.js');
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(file, await bundleText(name));
    child = spawn(node, ['-e', runtime, file], {
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
      warm.send({ payload, context, timeoutMs, now: aws.now().getTime() });
      let problem = `the process of function ${name} ended`;
      const timer = setTimeout(() => {
        problem = `function ${name} exceeded its timeout of ${timeoutMs / 1000} s`;
        warm.kill('SIGKILL');
      }, timeoutMs);
      const answered = new AbortController();
      const [outcome] = (await Promise.race([
        once(warm, 'message', { signal: answered.signal }),
        once(warm, 'exit', { signal: answered.signal }),
      ]).finally(() => answered.abort())) as [InvocationOutcome | number | null];
      clearTimeout(timer);
      if (typeof outcome === 'object' && outcome) return outcome;
      starting = undefined;
      return { problem };
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
  const { Environment, MemorySize, Timeout, Role, Runtime } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName }),
  );
  if (!Role || !MemorySize || !Timeout || !Runtime) {
    throw new Error(`function ${FunctionName} has no role, memory, timeout or runtime`);
  }
  const { accessKeyId, secretAccessKey, sessionToken = '' } = await aws.assumeRole(Role, 'lambda.amazonaws.com');
  const environment = {
    ...Environment?.Variables,
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ENDPOINT_URL: aws.endpoint,
    // moto does not read compressed bodies.
    AWS_DISABLE_REQUEST_COMPRESSION: 'true',
  };
  return { environment, memoryMb: MemorySize, timeoutMs: Timeout * 1000, runtimeName: Runtime };
}

/** Throws if the Node is not that of the runtime, such as `nodejs24.x`. */
async function checkNode(node: string, runtimeName: string): Promise<void> {
  const { stdout } = await promisify(execFile)(node, ['--version']).catch((error: Error) => ({
    stdout: error.message,
  }));
  const version = stdout.trim();
  if (`nodejs${/^v(\d+)\./.exec(version)?.[1]}.x` === runtimeName) return;
  throw new UserError(
    `the functions are deployed on ${runtimeName}, but the Node at ${node} is ${version}; run 'npm run setup', or set REHEARSAL_NODE24 to the path of a Node 24`,
  );
}
