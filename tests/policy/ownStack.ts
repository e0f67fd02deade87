import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { parse } from 'yaml';
import { scope, withShortStacks } from '../support/pulumiMocks';
import type { StackResource } from './policyStack';

const repository = resolve(__dirname, '../..');
const { accountId: account, region } = scope;

/** What the SDK's mock monitor is handed for each resource, as far as this reads it. */
interface Registration {
  getType(): string;
  getName(): string;
  getCustom(): boolean;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  getPropertydependenciesMap(): { forEach(visit: (urns: { getUrnsList(): string[] }, key: string) => void): void };
}
type Answer = { getObject(): { toJavaScript(): Record<string, unknown> } | undefined } | undefined;
type Register = (request: Registration, callback: (error: unknown, answer: Answer) => void) => Promise<void>;

/** Keys of the engine's marks for secrets, outputs and assets. */
const markKey = '4dabf18193072939515e22adb298388d';

/**
 * Everything that the program registers with a stack file of this repository, as the engine hands it to a pack: in its
 * first preview, where nothing that AWS assigns is known, or after its update.
 */
export async function ownStack(
  stack: 'dev' | 'prod' | 'local',
  when: 'preview' | 'update',
  changes: Readonly<Record<string, unknown>> = {},
): Promise<StackResource[]> {
  setConfig(stack, changes);
  const preview = when === 'preview';
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, type, inputs }) => ({
        id: preview ? undefined : `${name}-id`,
        state: { ...inputs, ...autonamed(type, name, inputs), ...(preview ? {} : assigned(type, name, inputs)) },
      }),
      call: ({ token }) => invokes[token] ?? {},
    },
    'model-observability',
    stack,
    preview,
  );
  const registered: StackResource[] = [];
  const monitor = pulumi.runtime.getMonitor() as unknown as { registerResource: Register };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) =>
    register(request, (error, answer) => {
      registered.push(stackResource(request, answer));
      callback(error, answer);
    });
  const program = require.resolve('../../index');
  delete require.cache[program];
  await withShortStacks(async () => {
    require(program);
    await pulumi.runtime.disconnect();
  });
  return registered;
}

function setConfig(stack: string, changes: Readonly<Record<string, unknown>>): void {
  const file = parse(readFileSync(join(repository, `Pulumi.${stack}.yaml`), 'utf8')) as { config: object };
  pulumi.runtime.setAllConfig(
    Object.fromEntries(
      Object.entries({ ...file.config, ...changes }).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  );
}

function stackResource(request: Registration, answer: Answer): StackResource {
  const from: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((urns, key) => {
    from[key] = urns.getUrnsList().map((urn) => urn.split('::').at(-1) ?? '');
  });
  const inputs = request.getObject()?.toJavaScript() ?? {};
  // A component has no answer but what it registers at its end.
  const state = request.getCustom() ? (answer?.getObject()?.toJavaScript() ?? {}) : {};
  const props = { ...plain(state), ...plain(inputs), ...plain(state) } as Record<string, unknown>;
  return { type: request.getType(), name: request.getName(), props, from };
}

/** Takes secrets and outputs out of their wrapping, as the engine does before it asks a pack. */
function plain(value: unknown): object {
  return unwrapped(value) as object;
}

function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Record<string, unknown>;
  if (markKey in fields && 'value' in fields) return unwrapped(fields['value']);
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, unwrapped(field)]));
}

const invokes: Readonly<Record<string, Record<string, string>>> = {
  'aws:index/getCallerIdentity:getCallerIdentity': {
    accountId: account,
    arn: `arn:aws:iam::${account}:user/deployer`,
    userId: 'AIDAEXAMPLE',
  },
  'aws:index/getRegion:getRegion': { region, name: region },
};

/** Names that the provider gives before it asks AWS, so that a preview knows them. */
function autonamed(type: string, name: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (type === 'aws:s3/bucket:Bucket') return { bucket: inputs['bucket'] ?? `${name}-1a2b3c4` };
  return inputs['name'] === undefined && type.startsWith('aws:') && namedTypes.test(type)
    ? { name: `${name}-1a2b3c4` }
    : {};
}

const namedTypes =
  /:(DataQualityJobDefinition|EventRule|Function|LogGroup|MonitoringSchedule|Queue|Role|Schedule|ScheduleGroup|Table|Topic)$/;

function assigned(type: string, name: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = { ...inputs, ...autonamed(type, name, inputs) } as Record<string, unknown>;
  const explicit = [names['name'], names['bucket'], names['alarmName']].find((text) => typeof text === 'string');
  const actual = explicit ?? name;
  const url = `https://sqs.${region}.amazonaws.com/${account}/${actual}`;
  const arn = arnForms[/:(\w+)$/.exec(type)?.[1] ?? '']?.replace('NAME', actual);
  const createDate = '2026-11-01T10:05:00Z';
  return { ...(arn === undefined ? {} : { arn }), url, keyId: `${name}-key-id`, createDate };
}

const here = `${region}:${account}`;
/** ARNs by the last part of a type, as rules on IAM compare their forms. */
const arnForms: Readonly<Record<string, string>> = {
  Bucket: 'arn:aws:s3:::NAME',
  DataQualityJobDefinition: `arn:aws:sagemaker:${here}:data-quality-job-definition/NAME`,
  EventBus: `arn:aws:events:${here}:event-bus/NAME`,
  EventRule: `arn:aws:events:${here}:rule/NAME`,
  Function: `arn:aws:lambda:${here}:function:NAME`,
  Key: `arn:aws:kms:${here}:key/NAME`,
  LogGroup: `arn:aws:logs:${here}:log-group:NAME`,
  MetricAlarm: `arn:aws:cloudwatch:${here}:alarm:NAME`,
  MonitoringSchedule: `arn:aws:sagemaker:${here}:monitoring-schedule/NAME`,
  Queue: `arn:aws:sqs:${here}:NAME`,
  Role: `arn:aws:iam::${account}:role/NAME`,
  Schedule: `arn:aws:scheduler:${here}:schedule/NAME`,
  ScheduleGroup: `arn:aws:scheduler:${here}:schedule-group/NAME`,
  Table: `arn:aws:dynamodb:${here}:table/NAME`,
  Topic: `arn:aws:sns:${here}:NAME`,
  Trail: `arn:aws:cloudtrail:${here}:trail/NAME`,
};
