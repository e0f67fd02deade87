import * as pulumi from '@pulumi/pulumi';

/** A resource that a program registered. */
interface Recorded {
  readonly type: string;
  readonly name: string;
  /** Resolved; a policy document may be an object or JSON text (see `statementsOf`). */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Type of its parent; undefined for a resource of the stack itself. */
  readonly parentType?: string;
  /** Names of the resources in its `dependsOn` whose outputs it does not use, ascending. */
  readonly dependsOn: readonly string[];
  readonly protect: boolean;
  /** Registered outputs of a component by name, in alphabetical order; undefined for other resources. */
  readonly outputNames?: readonly string[];
}

/** Options of a registration, as the SDK's mock monitor receives them. */
interface Registration {
  getType(): string;
  getName(): string;
  getProtect(): boolean;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): { forEach(visit: (urns: { getUrnsList(): string[] }) => void): void };
}
interface OutputRegistration {
  getUrn(): string;
  getOutputs(): { toJavaScript(): Record<string, unknown> } | undefined;
}
interface MockMonitor {
  registerResource(request: Registration, callback: unknown): Promise<void>;
  registerResourceOutputs(request: OutputRegistration, callback: unknown): unknown;
  getRegisteredResources(): Map<string, unknown>;
}
type Options = Pick<Recorded, 'dependsOn' | 'protect'>;

export interface Deployment<T> {
  readonly resources: readonly Recorded[];
  /** Return value of the program, with every Output resolved. */
  readonly outputs: pulumi.Unwrap<T>;
}

export const scope = { partition: 'aws', region: 'eu-west-1', accountId: '123456789012' } as const;

/** Partition and region in which AWS makes the resources. */
export interface Place {
  readonly partition: string;
  readonly region: string;
}

/** Runs a program under Pulumi's mocks and returns everything that it registered. */
export async function deploy<T>(program: () => T, stack = 'test', place: Place = scope): Promise<Deployment<T>> {
  const registered: { type: string; name: string; inputs: Record<string, unknown> }[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        registered.push({ type, name, inputs });
        return { id: `${name}-id`, state: { ...inputs, ...assigned(type, name, inputs, place) } };
      },
      call: ({ token }) => {
        const result = invokes(place)[token];
        if (!result) throw new Error(`the mocks have no result for ${token}; add it to tests/support/pulumiMocks.ts`);
        return result;
      },
    },
    'model-observability',
    stack,
  );
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor;
  const options = recordOptions(monitor);
  const outputNames = recordOutputs(monitor);
  const outputs = await withShortStacks(async () => {
    const resolution = await resolved(program());
    await pulumi.runtime.disconnect();
    return resolution;
  });
  const parents = parentTypes(monitor);
  const resources = registered.map((resource) => {
    const { dependsOn, protect } = options.get(keyOf(resource)) ?? { dependsOn: [], protect: false };
    const key = keyOf(resource);
    return { ...resource, parentType: parents.get(key), dependsOn, protect, outputNames: outputNames.get(key) };
  });
  return { resources, outputs };
}

/** Keeps the names of the outputs that components register. */
function recordOutputs(monitor: MockMonitor): Map<string, string[]> {
  const names = new Map<string, string[]>();
  const register = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request, callback) => {
    const [, , types = '', name = ''] = request.getUrn().split('::');
    const key = keyOf({ type: types.split('$').at(-1) ?? '', name });
    names.set(key, Object.keys(request.getOutputs()?.toJavaScript() ?? {}).sort());
    return register(request, callback);
  };
  return names;
}

/** Keeps the options of every registration: the mocks of the SDK are only told type, name and inputs. */
function recordOptions(monitor: MockMonitor): Map<string, Options> {
  const options = new Map<string, Options>();
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const read = new Set<string>();
    request.getPropertydependenciesMap().forEach((urns) => {
      for (const urn of urns.getUrnsList()) read.add(urn);
    });
    const dependsOn = request.getDependenciesList().filter((urn) => !read.has(urn));
    options.set(keyOf({ type: request.getType(), name: request.getName() }), {
      dependsOn: dependsOn.map((urn) => urn.split('::').at(-1) ?? '').sort(),
      protect: request.getProtect(),
    });
    return register(request, callback);
  };
  return options;
}

/**
 * Pulumi captures a stack trace for every property of a resource, and Mocha asks for complete ones, which is most of a
 * test's time. So traces are short during a program, with lines of the compiled files.
 */
export async function withShortStacks<T>(work: () => Promise<T>): Promise<T> {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Object.assign(Error, { stackTraceLimit: 5, prepareStackTrace: undefined });
  try {
    return await work();
  } finally {
    Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  }
}

const invokes = ({ partition, region }: Place): Readonly<Record<string, Record<string, string>>> => ({
  'aws:index/getCallerIdentity:getCallerIdentity': {
    accountId: scope.accountId,
    arn: `arn:${partition}:iam::${scope.accountId}:user/deployer`,
    userId: 'AIDAEXAMPLE',
  },
  'aws:index/getRegion:getRegion': { region, name: region },
});

/** Outputs that AWS assigns: a name if the program sets none, an ARN, a bucket's name, a queue's address. */
function assigned(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  { partition, region }: Place,
): Record<string, unknown> {
  if (type.startsWith('model-observability:')) return {};
  const service = /^aws:(?<service>\w+)\//.exec(type)?.groups?.['service'];
  if (service === undefined) throw new Error(`the mocks make no resource of type ${type}, only those of aws`);
  const actual = typeof inputs['name'] === 'string' ? inputs['name'] : name;
  const arn = `arn:${partition}:${service}:${region}:${scope.accountId}`;
  return { name: actual, arn: `${arn}:${actual}`, ...assignedByType(arn)[type]?.(actual) };
}

/** `arn` is the part of the ARN before the resource's name. */
const assignedByType = (arn: string): Readonly<Record<string, (name: string) => Record<string, string>>> => {
  const [, partition, , region] = arn.split(':');
  return {
    'aws:cloudtrail/trail:Trail': (name) => ({ arn: `${arn}:trail/${name}` }),
    'aws:iam/role:Role': () => ({ createDate: '2026-11-01T10:05:00Z' }),
    'aws:kms/key:Key': (name) => ({ keyId: `${name}-key-id` }),
    'aws:s3/bucket:Bucket': (name) => ({ bucket: name, arn: `arn:${partition}:s3:::${name}` }),
    'aws:sqs/queue:Queue': (name) => ({ url: `https://sqs.${region}.amazonaws.com/${scope.accountId}/${name}` }),
  };
};

function resolved<T>(value: T): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => {
    pulumi.output(value).apply(resolve);
  });
}

const keyOf = ({ type, name }: { type: string; name: string }) => `${type}::${name}`;

/** Types of parents by resource, from the mock monitor's URNs, whose type part is `parent$child`. */
function parentTypes(monitor: MockMonitor): Map<string, string | undefined> {
  return new Map(
    [...monitor.getRegisteredResources().keys()].map((urn) => {
      const [, , types = '', name = ''] = urn.split('::');
      const chain = types.split('$');
      return [keyOf({ type: chain.at(-1) ?? '', name }), chain.at(-2)];
    }),
  );
}

/** [type, name] of the component's children by their URNs, in alphabetical order. */
export function childrenOf({ resources }: Deployment<unknown>, parentType: string): [type: string, name: string][] {
  return resources
    .filter((resource) => resource.parentType === parentType)
    .map(({ type, name }): [string, string] => [type, name])
    .sort(([, a], [, b]) => (a < b ? -1 : 1));
}

/** [name, names that it waits for] of every resource with a `dependsOn`, in alphabetical order. */
export function dependenciesOf({ resources }: Deployment<unknown>): [name: string, dependsOn: readonly string[]][] {
  return resources
    .filter(({ dependsOn }) => dependsOn.length > 0)
    .map(({ name, dependsOn }): [string, readonly string[]] => [name, dependsOn])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Inputs of the only resource of that type and name. */
export function inputsOf({ resources }: Deployment<unknown>, type: string, name: string): Recorded['inputs'] {
  const matches = resources.filter((resource) => resource.type === type && resource.name === name);
  if (matches.length !== 1) throw new Error(`${matches.length} resources are ${type} '${name}', expected one`);
  return matches[0]?.inputs ?? {};
}

/** Statements of a policy, whether it is an object or JSON text. */
export function statementsOf(policy: unknown): Record<string, unknown>[] {
  const document = typeof policy === 'string' ? JSON.parse(policy) : policy;
  return document.Statement;
}
