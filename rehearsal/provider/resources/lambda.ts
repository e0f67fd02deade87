import { createHash } from 'node:crypto';
import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingRequest,
  CreateFunctionCommand,
  type CreateFunctionRequest,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionEventInvokeConfigCommand,
  LambdaClient,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  type PutFunctionEventInvokeConfigRequest,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { EventSourceMappingArgs, FunctionArgs, FunctionEventInvokeConfigArgs } from '@pulumi/aws/lambda';
import { dashedNames } from '../table/autoName';
import { clientConfig, lazily, partitionOf, region } from '../table/clients';
import { fromAws, plain, sameValue, toAws } from '../table/fields';
import { computed, type Plain, replaces, resourceType, updates } from '../table/resourceType';
import type { Bag, WireAsset } from '../table/wire';
import { zipArchive } from '../table/zipArchive';
import { changeTags, tags } from './tagList';

const lambda = lazily(() => new LambdaClient(clientConfig()));
const missing = ['ResourceNotFoundException'];

type FunctionInputs = Plain<FunctionArgs>;
type Tagged = Pick<FunctionInputs, 'tags'>;

/** A function's settings without its code. */
const settings = {
  deadLetterConfig: updates({ fields: { targetArn: plain } }),
  description: updates({ default: '' }),
  environment: updates({ fields: { variables: plain } }),
  ephemeralStorage: updates({ fields: { size: plain }, default: { size: 512 } }),
  handler: updates(),
  kmsKeyArn: updates({ aws: 'KMSKeyArn' }),
  memorySize: updates({ default: 128 }),
  role: updates(),
  runtime: updates(),
  timeout: updates({ default: 3 }),
  tracingConfig: updates({ fields: { mode: plain }, default: { mode: 'PassThrough' } }),
} as const;
const architectures = updates({ default: ['x86_64'] });
const codeArchive = updates();
const unreserved = -1;

/** The code is an archive in the engine's wire format. */
function zipCode(inputs: FunctionInputs): Promise<Uint8Array> {
  return zipArchive(inputs.code as unknown as WireAsset);
}

async function setConcurrency(FunctionName: string, reserved: number | undefined): Promise<void> {
  if (reserved === undefined || reserved === unreserved) {
    await lambda().send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  } else {
    await lambda().send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: reserved }));
  }
}

/**
 * SHA-256 of the program's code, base64. An archive has its contents only as an input. An archive in a state has only its
 * own hash, but the state has this one too.
 */
async function readCodeHash(known: Bag): Promise<unknown> {
  const { assets, path, uri } = (known['code'] ?? {}) as Partial<WireAsset>;
  if (!assets && !path && !uri) return known['sourceCodeHash'];
  return createHash('sha256')
    .update(await zipCode(known as FunctionInputs))
    .digest('base64');
}

async function readFunction(FunctionName: string, known: Bag) {
  const { Configuration } = await lambda().send(new GetFunctionCommand({ FunctionName }));
  const arn = Configuration?.FunctionArn ?? '';
  const [tagging, concurrency] = await Promise.all([
    lambda().send(new ListTagsCommand({ Resource: arn })),
    lambda().send(new GetFunctionConcurrencyCommand({ FunctionName })),
  ]);
  const sha256 = Configuration?.CodeSha256;
  const codeHash = await readCodeHash(known);
  // Only the hash of the code can be read. Other code in AWS counts as none, so that the program's is uploaded again.
  const code = codeHash === undefined || codeHash === sha256 ? known['code'] : undefined;
  return {
    ...fromAws(settings, Configuration),
    architectures: Configuration?.Architectures,
    code,
    name: FunctionName,
    reservedConcurrentExecutions: concurrency.ReservedConcurrentExecutions ?? unreserved,
    tags: tagging.Tags,
    arn,
    codeSha256: sha256,
    invokeArn: `arn:${partitionOf(region())}:apigateway:${region()}:lambda:path/2015-03-31/functions/${arn}/invocations`,
    lastModified: Configuration?.LastModified,
    packageType: Configuration?.PackageType ?? 'Zip',
    qualifiedArn: `${arn}:$LATEST`,
    region: region(),
    sourceCodeHash: codeHash ?? sha256,
    version: '$LATEST',
  };
}

async function updateTags(olds: Tagged, news: Tagged): Promise<void> {
  const Resource = (olds as { arn?: string }).arn;
  await changeTags(olds.tags, news.tags, {
    remove: (TagKeys) => lambda().send(new UntagResourceCommand({ Resource, TagKeys })),
    set: (tagged) => lambda().send(new TagResourceCommand({ Resource, Tags: tagged })),
  });
}

async function updateFunction(FunctionName: string, news: FunctionInputs, olds: FunctionInputs): Promise<void> {
  if (
    !sameValue(codeArchive, olds.code, news.code) ||
    !sameValue(architectures, olds.architectures, news.architectures)
  ) {
    await lambda().send(
      new UpdateFunctionCodeCommand({
        FunctionName,
        ZipFile: await zipCode(news),
        Architectures: (news.architectures ?? architectures.default) as ['x86_64'],
      }),
    );
  }
  const before = toAws(settings, olds);
  const resets = Object.entries(settings)
    .filter(([name]) => news[name as keyof typeof settings] === undefined)
    .map(([name, field]) => [name, field.default ?? (field.fields ? {} : '')]);
  const after = toAws(settings, { ...Object.fromEntries(resets), ...news });
  if (JSON.stringify(before) !== JSON.stringify(after)) {
    await lambda().send(new UpdateFunctionConfigurationCommand({ ...after, FunctionName }));
  }
  if ((news.reservedConcurrentExecutions ?? unreserved) !== (olds.reservedConcurrentExecutions ?? unreserved)) {
    await setConcurrency(FunctionName, news.reservedConcurrentExecutions);
  }
  await updateTags(olds, news);
}

const lambdaFunction = resourceType<FunctionArgs>({
  token: 'aws:lambda/function:Function',
  properties: {
    ...settings,
    architectures,
    code: codeArchive,
    name: replaces(),
    reservedConcurrentExecutions: updates({ default: unreserved }),
    tags,
  },
  required: ['role', 'code', 'handler', 'runtime'],
  autoName: { property: 'name', maxLength: 64, ...dashedNames },
  missing,
  create: async (inputs) => {
    const FunctionName = inputs.name ?? '';
    await lambda().send(
      new CreateFunctionCommand({
        ...toAws(settings, inputs),
        FunctionName,
        Architectures: inputs.architectures,
        Code: { ZipFile: await zipCode(inputs) },
        Tags: inputs.tags,
      } as CreateFunctionRequest),
    );
    const reserved = inputs.reservedConcurrentExecutions;
    if (reserved !== undefined && reserved !== unreserved) await setConcurrency(FunctionName, reserved);
    return FunctionName;
  },
  read: readFunction,
  update: updateFunction,
  delete: (FunctionName) => lambda().send(new DeleteFunctionCommand({ FunctionName })),
});

/** Settings of a mapping that an update can change. */
const mappingSettings = {
  batchSize: computed(),
  enabled: updates({ default: true }),
  filterCriteria: updates({ fields: { filters: { same: 'set', fields: { pattern: { same: 'json' } } } } }),
  // A function's name or its ARN.
  functionName: updates({ canonical: (value) => String(value).split(':').pop() }),
  functionResponseTypes: updates({ same: 'set' }),
  maximumBatchingWindowInSeconds: updates({ default: 0 }),
  scalingConfig: updates({ fields: { maximumConcurrency: plain } }),
} as const;

const eventSourceMapping = resourceType<EventSourceMappingArgs>({
  token: 'aws:lambda/eventSourceMapping:EventSourceMapping',
  properties: { ...mappingSettings, eventSourceArn: replaces(), tags },
  required: ['functionName', 'eventSourceArn'],
  identity: ['functionName', 'eventSourceArn'],
  missing,
  create: async (inputs) => {
    const request = { ...toAws(mappingSettings, inputs), EventSourceArn: inputs.eventSourceArn, Tags: inputs.tags };
    const { UUID } = await lambda().send(
      new CreateEventSourceMappingCommand(request as CreateEventSourceMappingRequest),
    );
    return UUID ?? '';
  },
  read: async (UUID) => {
    const mapping = await lambda().send(new GetEventSourceMappingCommand({ UUID }));
    const tagging = await lambda().send(new ListTagsCommand({ Resource: mapping.EventSourceMappingArn }));
    return {
      ...fromAws(mappingSettings, mapping),
      tags: tagging.Tags,
      functionName: mapping.FunctionArn,
      enabled: !/disabl/i.test(mapping.State ?? ''),
      eventSourceArn: mapping.EventSourceArn,
      arn: mapping.EventSourceMappingArn,
      functionArn: mapping.FunctionArn,
      lastModified: mapping.LastModified?.toISOString(),
      region: region(),
      state: mapping.State,
      uuid: UUID,
    };
  },
  update: async (UUID, news, olds) => {
    await lambda().send(new UpdateEventSourceMappingCommand({ ...toAws(mappingSettings, news), UUID }));
    await updateTags(olds, news);
  },
  delete: (UUID) => lambda().send(new DeleteEventSourceMappingCommand({ UUID })),
});

/** What Lambda does with an event that a function fails on. */
const invokeSettings = {
  destinationConfig: updates({
    fields: {
      onFailure: { fields: { destination: plain } },
      onSuccess: { fields: { destination: plain } },
    },
  }),
  maximumEventAgeInSeconds: updates(),
  maximumRetryAttempts: updates({ default: 2 }),
} as const;

async function putInvokeConfig(inputs: Plain<FunctionEventInvokeConfigArgs>): Promise<void> {
  const request = { ...toAws(invokeSettings, inputs), FunctionName: inputs.functionName };
  await lambda().send(new PutFunctionEventInvokeConfigCommand(request as PutFunctionEventInvokeConfigRequest));
}

const eventInvokeConfig = resourceType<FunctionEventInvokeConfigArgs>({
  token: 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
  properties: { ...invokeSettings, functionName: replaces() },
  required: ['functionName'],
  missing,
  create: async (inputs) => {
    await putInvokeConfig(inputs);
    return inputs.functionName;
  },
  read: async (FunctionName) => {
    const config = await lambda().send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
    return { ...fromAws(invokeSettings, config), functionName: FunctionName, region: region() };
  },
  update: (_name, news) => putInvokeConfig(news),
  delete: (FunctionName) => lambda().send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName })),
});

export const rows = [lambdaFunction, eventSourceMapping, eventInvokeConfig];
